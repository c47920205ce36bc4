package io.elbowatch.lab.bench.provider;

import io.elbowatch.core.elbo.Term;
import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of a plan.
 *
 * @param mebibytesBefore in use on the GPUs before the first bundle was opened, 0 where no driver tells
 */
public record ProviderReport(
        Machine machine,
        String provider,
        int rounds,
        long measuredMillis,
        long mebibytesBefore,
        List<OfBundle> bundles) {

    /**
     * How far the provider is from the CPU.
     *
     * @param images that both scored: golden ones, then random ones
     * @param worst the largest relative difference of each term
     * @param worstPValue the largest difference of p-values
     * @param otherVerdicts images with another verdict
     */
    public record Parity(int images, Map<Term, Double> worst, double worstPValue, int otherVerdicts) {

        double worstOfAll() {
            return worst.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
        }
    }

    /**
     * One size of batches, one thread.
     *
     * @param mebibytes in use on the GPUs after the runs, 0 where no driver tells
     */
    public record OfBatch(int images, Spread device, Spread cpu, long mebibytes) {}

    /** @param goldenImages that both scored as training did @param openSeconds to open it on both and warm them up */
    public record OfBundle(
            String name, String version, int goldenImages, double openSeconds, Parity parity, List<OfBatch> batches) {

        String sentence() {
            return name + " " + version + ": " + goldenImages + " golden images agree, worst difference from the CPU "
                    + ProviderBench.scientific(parity.worstOfAll()) + ", " + parity.otherVerdicts()
                    + " other verdicts of " + parity.images() + "; images/s by batch "
                    + batches.stream()
                            .map(batch -> batch.images() + ": " + batch.device().brief(0) + " (CPU "
                                    + batch.cpu().brief(0) + ")")
                            .collect(Collectors.joining(", "));
        }
    }

    /** All figures, for docs/gpu.md. */
    public String markdown() {
        return head() + parityTable() + "\n" + speedTable();
    }

    private String head() {
        return String.format(
                Locale.ROOT,
                """
                Provider `%s` against one thread of the CPU, which gets batches of at most 64; median (least to greatest) of %d rounds of %.1f s. %s%s

                """,
                provider,
                rounds,
                measuredMillis / 1e3,
                machine.sentence(),
                mebibytesBefore == 0 ? "" : "; " + mebibytesBefore + " MiB in use on the GPU before");
    }

    private String parityTable() {
        List<String> head = new ArrayList<>(List.of("bundle", "golden images that agree", "images compared"));
        for (Term term : Term.values()) {
            head.add("`" + term.label() + "`");
        }
        head.addAll(List.of("p-value", "other verdicts"));
        Grid table = new Grid(head);
        for (OfBundle bundle : bundles) {
            List<String> row = new ArrayList<>(List.of(
                    "`" + bundle.name() + "` " + bundle.version(),
                    Integer.toString(bundle.goldenImages()),
                    Integer.toString(bundle.parity().images())));
            for (Term term : Term.values()) {
                row.add(ProviderBench.scientific(bundle.parity().worst().get(term)));
            }
            row.add(ProviderBench.scientific(bundle.parity().worstPValue()));
            row.add(Integer.toString(bundle.parity().otherVerdicts()));
            table.row(row);
        }
        return table.markdown();
    }

    private String speedTable() {
        Grid table = new Grid("bundle", "batch", "images/s", "images/s of the CPU", "times the CPU", "GPU memory, MiB");
        for (OfBundle bundle : bundles) {
            for (OfBatch batch : bundle.batches()) {
                table.row(
                        "`" + bundle.name() + "`",
                        Integer.toString(batch.images()),
                        batch.device().text(0),
                        batch.cpu().text(0),
                        String.format(
                                Locale.ROOT,
                                "%.2f",
                                batch.device().median() / batch.cpu().median()),
                        batch.mebibytes() == 0 ? "–" : Long.toString(batch.mebibytes()));
            }
        }
        return table.markdown();
    }
}
