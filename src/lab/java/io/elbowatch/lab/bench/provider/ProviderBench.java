package io.elbowatch.lab.bench.provider;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.Term;
import io.elbowatch.core.parity.GoldenImage;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Opens each bundle on the CPU and on the provider, which both must score the golden images as training did; compares
 * what both say of the same images; then scores batches of every size on both, one thread each, in turns.
 */
public final class ProviderBench {
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");
    private static final int SEED = 1;

    /** A batch of the CPU with more images takes no less time for each. */
    private static final int LARGEST_ON_CPU = 64;

    private final ProviderPlan plan;

    public ProviderBench(ProviderPlan plan) {
        this.plan = plan;
    }

    /** @param progress gets a line after every bundle */
    public ProviderReport run(Consumer<String> progress) {
        long before = DeviceMemory.usedMebibytes();
        List<ProviderReport.OfBundle> bundles = new ArrayList<>();
        for (Path folder : plan.bundles()) {
            ProviderReport.OfBundle measured = measure(Bundle.load(folder));
            bundles.add(measured);
            progress.accept(measured.sentence());
        }
        return new ProviderReport(
                Machine.here(),
                plan.provider().toString(),
                plan.rounds(),
                plan.measured().toMillis(),
                before,
                bundles);
    }

    private ProviderReport.OfBundle measure(Bundle bundle) {
        long opened = System.nanoTime();
        try (OnnxModel cpu = OnnxModel.open(bundle.model(), CPU, plan.largestBatch());
                OnnxModel device = OnnxModel.open(bundle.model(), plan.provider(), plan.largestBatch());
                ImageScorer onCpu = cpu.newTileScorer();
                ImageScorer onDevice = device.newTileScorer()) {
            double openSeconds = (System.nanoTime() - opened) / 1e9;
            List<byte[]> images = images(bundle);
            ProviderReport.Parity parity = parity(bundle.judge(), images, onCpu, onDevice);
            return new ProviderReport.OfBundle(
                    bundle.manifest().name(),
                    bundle.manifest().version(),
                    bundle.model().goldenImages().size(),
                    openSeconds,
                    parity,
                    batches(images, onCpu, onDevice));
        }
    }

    private List<byte[]> images(Bundle bundle) {
        List<byte[]> images = new ArrayList<>(bundle.model().goldenImages().stream()
                .limit(plan.images())
                .map(GoldenImage::pixels)
                .toList());
        RandomImages random = new RandomImages(bundle.model().form().image(), SEED, plan.images() - images.size());
        for (int i = 0; i < random.count(); i++) {
            images.add(random.pixels(i));
        }
        return images;
    }

    private ProviderReport.Parity parity(Judge judge, List<byte[]> images, ImageScorer onCpu, ImageScorer onDevice) {
        Map<Term, Double> worst = new EnumMap<>(Term.class);
        double worstPValue = 0;
        int otherVerdicts = 0;
        int size = Math.min(plan.largestBatch(), LARGEST_ON_CPU);
        for (int from = 0; from < images.size(); from += size) {
            List<byte[]> batch = images.subList(from, Math.min(images.size(), from + size));
            List<ElboTerms> expected = onCpu.score(batch);
            List<ElboTerms> found = onDevice.score(batch);
            for (int i = 0; i < batch.size(); i++) {
                for (Term term : Term.values()) {
                    worst.merge(term, difference(term, found.get(i), expected.get(i)), Math::max);
                }
                Verdict verdict = judge.judge(found.get(i));
                Verdict expectedVerdict = judge.judge(expected.get(i));
                worstPValue = Math.max(worstPValue, Math.abs(verdict.pValue() - expectedVerdict.pValue()));
                otherVerdicts += verdict.anomalous() == expectedVerdict.anomalous() ? 0 : 1;
            }
        }
        return new ProviderReport.Parity(images.size(), new LinkedHashMap<>(worst), worstPValue, otherVerdicts);
    }

    private static double difference(Term term, ElboTerms found, ElboTerms expected) {
        double[] these = term.of(found);
        double[] those = term.of(expected);
        double worst = 0;
        for (int i = 0; i < those.length; i++) {
            worst = Math.max(worst, term.relativeDifference(these[i], those[i]));
        }
        return worst;
    }

    private List<ProviderReport.OfBatch> batches(List<byte[]> images, ImageScorer onCpu, ImageScorer onDevice) {
        List<ProviderReport.OfBatch> rows = new ArrayList<>();
        for (int size : plan.batches()) {
            List<byte[]> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(images.get(i % images.size()));
            }
            List<Double> cpu = new ArrayList<>();
            List<Double> device = new ArrayList<>();
            for (int round = 0; round < plan.rounds(); round++) {
                device.add(imagesPerSecond(onDevice, batch));
                cpu.add(imagesPerSecond(onCpu, batch.subList(0, Math.min(size, LARGEST_ON_CPU))));
            }
            rows.add(new ProviderReport.OfBatch(size, spread(device), spread(cpu), DeviceMemory.usedMebibytes()));
        }
        return rows;
    }

    private static Spread spread(List<Double> figures) {
        return Spread.of(figures, figure -> figure);
    }

    /** After a run that is not counted. */
    private double imagesPerSecond(ImageScorer scorer, List<byte[]> batch) {
        scorer.score(batch);
        long begun = System.nanoTime();
        long until = begun + plan.measured().toNanos();
        long scored = 0;
        long now = begun;
        while (now - until < 0) {
            scored += scorer.score(batch).size();
            now = System.nanoTime();
        }
        return scored * 1e9 / (now - begun);
    }

    /** A number as tables have it: {@code 4.2e-07}. */
    static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }
}
