package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.density.CalibrationFolds;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.AlikeImages;
import io.elbowatch.core.evaluation.Brightness;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evaluation.Variety;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Reach;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Collects the scored images of a calibration, and the images that cannot be used. */
final class NormalImages {
    private static final int MAX_LISTED = 10;

    private final List<CalibrationSet.Image> usable = new ArrayList<>();
    private final AlikeImages alike = new AlikeImages();
    private final Brightness brightness = new Brightness();
    private final List<String> unusable = new ArrayList<>();
    private final Function<ScoredImage, Optional<String>> sourceOf;

    /** @param sourceOf whose group an image calibrates; empty for all images without groups */
    NormalImages(Function<ScoredImage, Optional<String>> sourceOf) {
        this.sourceOf = sourceOf;
    }

    void add(ScoredImage image) {
        if (image.scoring() instanceof Scoring.Scored scored) {
            usable.add(new CalibrationSet.Image(image.name(), image.group(), sourceOf.apply(image), scored.terms()));
            byte[] levels = image.preview();
            alike.add(levels);
            brightness.add(levels);
        } else if (image.scoring() instanceof Scoring.Refused refused) {
            unusable.add(image.name() + ": " + refused.rejection().reason().label() + ": "
                    + refused.rejection().detail());
        }
    }

    /** How much the usable images differ from each other. */
    Variety variety() {
        int acrossFolds = usable.size() < Reach.LEAST_IMAGES
                ? 0
                : alike.acrossFolds(CalibrationFolds.ofSources(
                        usable.stream().map(CalibrationSet.Image::source).toList()));
        return new Variety(alike.count(), acrossFolds, brightness.deviation());
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
    CalibrationSet toSet(double beta, Decider decider, double alpha, boolean extrapolate) {
        requireEnough(OptionalLong.of(usable.size()), decider, alpha, extrapolate);
        return new CalibrationSet(usable, beta);
    }

    /** @param images empty if unknown @throws Refusal with the number that is needed, when there are too few */
    static void requireEnough(OptionalLong images, Decider decider, double alpha, boolean extrapolate) {
        if (images.isPresent() && !new Reach(images.getAsLong(), decider).supports(alpha, extrapolate)) {
            long needed = Reach.neededImages(decider, alpha);
            throw new Refusal(
                    String.format(
                            Locale.ROOT,
                            "alpha %s decided by '%s' is out of reach %s",
                            Reach.plain(alpha),
                            decider.label(),
                            new Reach(images.getAsLong(), decider).sentence()),
                    "give at least " + needed + " normal images, or raise --alpha");
        }
    }
}
