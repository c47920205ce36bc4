package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.AlikeImages;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Collects the scored images of a calibration, and the images that cannot be used. */
final class NormalImages {
    private static final int MAX_LISTED = 10;

    private final List<CalibrationSet.Image> usable = new ArrayList<>();
    private final AlikeImages alike = new AlikeImages();
    private final List<String> unusable = new ArrayList<>();

    void add(ScoredImage image) {
        if (image.scoring() instanceof Scoring.Scored scored) {
            usable.add(new CalibrationSet.Image(image.name(), image.group(), scored.terms()));
            alike.add(image.pixels());
        } else if (image.scoring() instanceof Scoring.Refused refused) {
            unusable.add(image.name() + ": " + refused.rejection().reason().label() + ": "
                    + refused.rejection().detail());
        }
    }

    /** The number of usable images that hardly differ from an earlier one. */
    int alike() {
        return alike.count();
    }

    /** Prints the images that cannot be used. @throws Refusal when there are some and they must not be skipped */
    void report(PrintWriter err, boolean skipBad) {
        unusable.stream()
                .limit(MAX_LISTED)
                .forEach(line -> err.println((skipBad ? "skipped: " : "unusable: ") + Printable.line(line)));
        if (unusable.size() > MAX_LISTED) {
            err.println("... and " + (unusable.size() - MAX_LISTED) + " more");
        }
        err.flush();
        if (!unusable.isEmpty() && !skipBad) {
            throw new Refusal(
                    unusable.size() + " of " + (unusable.size() + usable.size()) + " images cannot be used",
                    "repair or remove them, or leave them out with --skip-bad");
        }
    }

    /** @throws Refusal when there are too few images */
    CalibrationSet toSet(double beta, Decider decider, double alpha) {
        requireEnough(OptionalLong.of(usable.size()), decider, alpha);
        return new CalibrationSet(usable, beta);
    }

    /** @param images empty if unknown @throws Refusal with the number that is needed, when there are too few */
    static void requireEnough(OptionalLong images, Decider decider, double alpha) {
        if (images.isPresent() && !Judge.reaches(images.getAsLong(), decider, alpha)) {
            long needed = Judge.neededImages(decider, alpha);
            throw new Refusal(
                    String.format(
                            Locale.ROOT,
                            "%d images cannot support alpha %s decided by '%s': at least %d can",
                            images.getAsLong(),
                            BigDecimal.valueOf(alpha).stripTrailingZeros().toPlainString(),
                            decider.label(),
                            needed),
                    "give at least " + needed + " normal images, or raise --alpha");
        }
    }
}
