package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.bundle.CalibrationTarget;
import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.CalibrationWarning;
import io.elbowatch.core.evaluation.CalibrationWarnings;
import io.elbowatch.core.evaluation.ScoreHistogram;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evaluation.SourceWarnings;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Tail;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.report.HistogramPicture;
import io.elbowatch.report.HistogramText;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Calibrates a bundle with normal images of the deployment. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores normal images and writes calibration.json, which turns every score into a p-value.",
            "Give images of the deployment (this camera, these boards) that the model was not trained on, and no anomalies."
                    + " Doubts about the images are printed as warnings. 20 or more are needed; n images support an alpha down to 1/(n+1).",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch calibrate --bundle camera-7 --images normal/",
            "      writes into the bundle; keeps the old calibration as calibration.json.bak",
            "  elbowatch calibrate --bundle boards --images boards.idx.gz --out line-3",
            "      writes a calibrated copy of the bundle and does not change the bundle",
            "  elbowatch calibrate --bundle boards --images normal.zip --png scores.png",
            "      also writes the histograms as a picture",
            "  elbowatch calibrate --bundle camera-7 --from-topic images --last 8h",
            "      with a sample of the topic without labelled defects; nothing is stored",
            "  elbowatch calibrate --bundle boards --images normal/ --by-source",
            "      normal/camera-1 also calibrates for the source camera-1 alone",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:calibrated, with or without warnings",
            "1:refused; nothing was changed",
            "2:the command line or a setting is wrong"
        })
final class CalibrateCommand extends SettingsCommand {
    private static final double DEFAULT_ALPHA = 0.001;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Mixin
    private TopicSampleOptions topic;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write a calibrated copy of the bundle to this folder, not into the bundle.")
    private Optional<Path> out;

    @Option(
            names = "--by-source",
            description =
                    "Also calibrate for each source, which is the key of a record: a folder below the images has those of the"
                            + " source of its name. A source with too few images is judged by all images.")
    private boolean bySource;

    @Option(names = "--skip-bad", description = "Leave out images that cannot be used; without it they are refused.")
    private boolean skipBad;

    @Option(names = "--png", paramLabel = "FILE", description = "Also write the histograms as a picture.")
    private Optional<Path> png;

    /** Where the images come from. picocli requires exactly one of the two. */
    static final class Source {
        @Option(names = "--images", paramLabel = "PATH", description = "Normal images: " + ImageSets.FORMS + ".")
        private Optional<Path> images = Optional.empty();

        @Option(
                names = "--from-topic",
                paramLabel = "TOPIC",
                description = "Normal images: a sample of those in a Kafka topic. They are not stored.")
        private Optional<String> topic = Optional.empty();
    }

    CalibrateCommand() {
        super(SettingsFlags.ofModel().with(SettingsTable.TOPICS_FEEDBACK).with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    @Override
    public Integer call() {
        Settings given = settings();
        topic.requireOnly(source.topic.isPresent());
        BundledModel bundle = BundledModel.load(given.requireBundle());
        Optional<Bundle> present = present(bundle);
        double alpha = given.alpha().orElse(present.map(Bundle::defaultAlpha).orElse(DEFAULT_ALPHA));
        CalibrationTarget target = out.map(folder -> CalibrationTarget.copyTo(bundle, folder))
                .orElseGet(() -> CalibrationTarget.in(bundle));
        NormalImages normals = score(bundle, given, alpha, present);
        CalibrationSet set = normals.toSet(bundle.manifest().beta(), given.decider(), alpha, given.extrapolateTail());
        Map<Score, Tail> tails = given.extrapolateTail() ? tails(set, given.decider()) : Map.of();
        requireSources(set);
        List<CalibrationWarning> warnings = new ArrayList<>(
                CalibrationWarnings.of(set, normals.variety(), given.decider(), present.map(Bundle::calibration)));
        warnings.addAll(SourceWarnings.of(set, given.decider(), alpha));
        png.ifPresent(file -> draw(histograms(set, alpha, HistogramPicture.BINS), file));
        Bundle calibrated = target.write(set, alpha, tails);
        print(calibrated, set, given.decider());
        SourceTable.print(
                set.sources(),
                new JudgeGroups(calibrated.judge(given.decider(), alpha, given.extrapolateTail())),
                out());
        tails.forEach(this::print);
        warnings.forEach(warning -> warn(warning.sentence()));
        return ExitCodes.DONE;
    }

    private void requireSources(CalibrationSet set) {
        if (bySource && set.sources().isEmpty()) {
            throw new Refusal(
                    source.images
                            .map(images -> "no image is in a folder below " + images + ", so none has a source")
                            .orElse("no record has a key that is text, so no image has a source"),
                    "put the images of each source into a folder of its name, or send them with the source as the key, or"
                            + " leave out --by-source");
        }
    }

    /** The present calibration, to compare with. One that does not load is a reason to calibrate, not to refuse. */
    private Optional<Bundle> present(BundledModel bundle) {
        if (!bundle.hasCalibration()) {
            return Optional.empty();
        }
        try {
            return Optional.of(bundle.withCalibration());
        } catch (Refusal e) {
            warn("the present calibration is not compared with: " + e.getMessage());
            return Optional.empty();
        }
    }

    private NormalImages score(BundledModel bundle, Settings given, double alpha, Optional<Bundle> present) {
        try (OnnxModel model = OnnxModel.open(bundle, given.provider())) {
            if (source.topic.isEmpty()) {
                Path images = source.images.orElseThrow();
                OfflineSet set = OfflineSet.open(images, model, err());
                FittedImages.of(bundle.manifest()).refuse(images, set.images().uncounted());
                return score(set, given.decode(), ScoredImage::folder, bundle, given, model, alpha);
            }
            TopicSample.Sampled sample = topic.draw(source.topic.get(), given, bundle, model, alpha, present, err());
            OfflineSet set = OfflineSet.of(sample, err());
            return score(set, TopicSampleOptions.SAMPLED, sample::source, bundle, given, model, alpha);
        }
    }

    private NormalImages score(
            OfflineSet set,
            DecodeLimits limits,
            Function<ScoredImage, Optional<String>> sourceOf,
            BundledModel bundle,
            Settings given,
            OnnxModel model,
            double alpha) {
        NormalImages.requireEnough(set.size(), given.decider(), alpha, given.extrapolateTail());
        NormalImages normals = new NormalImages(bySource ? sourceOf : image -> Optional.empty());
        ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), limits);
        set.score("calibrate", decoder, model, normals::add);
        normals.report(err(), skipBad);
        return normals;
    }

    private void print(Bundle calibrated, CalibrationSet set, Decider decider) {
        PrintWriter console = out();
        for (ScoreHistogram histogram : histograms(set, calibrated.defaultAlpha(), HistogramText.BINS)) {
            console.println(HistogramText.of(histogram));
        }
        console.printf(
                Locale.ROOT,
                "calibrated %s %s with %d images in %d groups, alpha %s: %s%n",
                Printable.line(calibrated.manifest().name()),
                Printable.line(calibrated.manifest().version()),
                set.size(),
                set.groups().size(),
                calibrated.defaultAlpha(),
                calibrated.folder());
        console.printf(Locale.ROOT, "%s (decided by %s)%n", new Reach(set.size(), decider).sentence(), decider.label());
        console.flush();
    }

    private static Map<Score, Tail> tails(CalibrationSet set, Decider decider) {
        try {
            return set.tails(decider);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "give more normal images, or leave out --extrapolate-tail", e);
        }
    }

    private void print(Score score, Tail tail) {
        out().printf(
                        Locale.ROOT,
                        "tail of %s: %d excesses over %.4g, shape %.2f, scale %.3g; Kolmogorov-Smirnov p %.2f%n",
                        score.label(),
                        tail.excesses(),
                        tail.threshold(),
                        tail.shape(),
                        tail.scale(),
                        tail.fit());
        out().flush();
    }

    private static List<ScoreHistogram> histograms(CalibrationSet set, double alpha, int bins) {
        Calibration calibration = set.toCalibration();
        return Arrays.stream(Score.values())
                .map(score -> ScoreHistogram.of(calibration, score, alpha, bins))
                .toList();
    }

    private static void draw(List<ScoreHistogram> histograms, Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            HistogramPicture.write(histograms, file);
        } catch (IOException e) {
            throw new Refusal("cannot write " + file + ": " + e, "choose another --png", e);
        }
    }

    private void warn(String sentence) {
        err().println("warning: " + Printable.line(sentence));
        err().flush();
    }
}
