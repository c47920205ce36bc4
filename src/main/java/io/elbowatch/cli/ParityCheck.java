package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.parity.Comparison;
import io.elbowatch.core.parity.Parity;
import io.elbowatch.core.parity.ParityReport;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.parity.Tolerances;
import io.elbowatch.report.ParityTable;
import io.elbowatch.service.LoadedModel;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/** Computes the terms of a bundle in double precision, prints the differences and refuses one that is too large. */
final class ParityCheck {
    private final LoadedModel loaded;
    private final PrintWriter out;

    ParityCheck(LoadedModel loaded, PrintWriter out) {
        this.loaded = loaded;
        this.out = out;
    }

    /** @throws Refusal with the figures, when a difference is larger than allowed */
    void run(int randomImages, long seed) {
        RandomImages random = new RandomImages(loaded.model().form().image(), seed, randomImages);
        ParityReport report = compare(random);
        out.printf(Locale.ROOT, "%-15s %d random images, seed %d%n", "parity", randomImages, seed);
        ParityTable.lines(report).forEach(line -> out.println("  " + Printable.line(line)));
        out.flush();
        report.beyond().stream().findFirst().ifPresent(this::refuse);
    }

    private void refuse(Comparison comparison) {
        throw new Refusal(
                "bundle " + loaded.bundle().folder() + ": "
                        + ParityTable.sentence(comparison, comparison.beyond().get(0)),
                "the graph does not match its manifest: "
                        + loaded.bundle().manifest().remedy());
    }

    private ParityReport compare(RandomImages random) {
        try (ImageInspector inspector = loaded.model().newInspector();
                ImageScorer scorer = loaded.model().newTileScorer();
                ImageProgress progress = ImageProgress.show("compare", OptionalLong.of(random.count()))) {
            Parity parity = new Parity(loaded.bundle().model().form(), inspector, scorer, tolerances());
            parity.compareGolden(loaded.bundle().model().goldenImages());
            parity.compareRandom(random, progress::step);
            return parity.report();
        }
    }

    private Tolerances tolerances() {
        return Tolerances.of(
                loaded.model().form(),
                loaded.bundle().model().goldenTolerance(),
                loaded.bundle().model().goldenRounding(),
                "cpu".equals(loaded.model().identity().provider()));
    }
}
