package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.bundle.CalibrationTarget;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.CalibrationWarning;
import io.elbowatch.core.evaluation.CalibrationWarnings;
import io.elbowatch.core.evaluation.ScoreHistogram;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.report.HistogramPicture;
import io.elbowatch.report.HistogramText;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Calibrates a bundle with normal images of whoever deploys it. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores normal images and writes calibration.json, so that any score becomes a p-value.",
            "Give images of what is deployed (this camera, these boards) that were not trained on, and none of what is to be"
                    + " found. What speaks against them is printed as a warning. n images support an alpha down to about 2/n.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch calibrate --bundle camera-7 --images normal/",
            "      writes into the bundle; the calibration before is kept as calibration.json.bak",
            "  elbowatch calibrate --bundle boards --images boards.idx.gz --out ./boards-line-3 --png scores.png",
            "      leaves the bundle alone and writes a copy, and the histograms as a picture",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:calibrated, with or without warnings",
            "1:refused; nothing was changed",
            "2:the command line is wrong"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final double FIRST_ALPHA = 0.001;

    private final SettingsFlags settings = SettingsFlags.ofModel();

    private CommandSpec spec;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "PATH",
            description = "Normal images: folder (with all below it), IDX file (.gz too) or zip.")
    private Path images;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write a copy of the bundle there, instead of into the bundle.")
    private Optional<Path> out;

    @Option(names = "--skip-bad", description = "Leave out images that cannot be used, instead of refusing.")
    private boolean skipBad;

    @Option(names = "--png", paramLabel = "FILE", description = "Write the histograms as a picture, too.")
    private Optional<Path> png;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        Settings given = settings.load();
        BundledModel bundle = BundledModel.load(new BundleName(System.getenv()).require(given.bundle()));
        Optional<Bundle> present = present(bundle);
        double alpha = given.alpha().orElse(present.map(Bundle::defaultAlpha).orElse(FIRST_ALPHA));
        CalibrationTarget target = out.map(folder -> CalibrationTarget.copyTo(bundle, folder))
                .orElseGet(() -> CalibrationTarget.in(bundle));
        CalibrationSet set = score(bundle, given, alpha);
        List<CalibrationWarning> doubts = CalibrationWarnings.of(set, present.map(Bundle::calibration));
        png.ifPresent(file -> draw(histograms(set, alpha, HistogramPicture.BINS), file));
        Bundle calibrated = target.write(set, alpha);
        tell(calibrated, set, doubts);
        return ExitCodes.DONE;
    }

    /** A calibration that does not load is a reason to calibrate, not to refuse. */
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

    private CalibrationSet score(BundledModel bundle, Settings given, double alpha) {
        try (OnnxModel model = OnnxModel.open(bundle, given.provider())) {
            OfflineSet set = OfflineSet.open(images, model);
            NormalImages.requireEnough(set.size(), given.decider(), alpha);
            NormalImages normals = new NormalImages();
            set.score(
                    "calibrate",
                    new ImageDecoder(bundle.manifest().toPreprocessing(), given.decode()),
                    model,
                    normals::add);
            normals.report(spec.commandLine().getErr(), skipBad);
            return normals.toSet(bundle.manifest().beta(), given.decider(), alpha);
        }
    }

    private void tell(Bundle calibrated, CalibrationSet set, List<CalibrationWarning> doubts) {
        PrintWriter console = spec.commandLine().getOut();
        for (ScoreHistogram histogram : histograms(set, calibrated.defaultAlpha(), HistogramText.BINS)) {
            console.println(HistogramText.of(histogram));
        }
        console.printf(
                "calibrated %s %s with %d images in %d groups, alpha %s: %s%n",
                calibrated.manifest().name(),
                calibrated.manifest().version(),
                set.size(),
                set.groups().size(),
                calibrated.defaultAlpha(),
                calibrated.folder());
        console.flush();
        doubts.forEach(doubt -> warn(doubt.sentence()));
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
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + sentence);
        err.flush();
    }
}
