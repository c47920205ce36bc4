package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.Manifest;
import io.elbowatch.core.Printable;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.onnx.NodePlacement;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.settings.Settings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks a bundle as {@code run} does before it starts, and prints what is in it. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a bundle: hashes, shapes, calibration, and its golden images on the execution provider.",
            "It refuses every bundle that run refuses, with the same message.",
            "Then it computes all terms of golden and random images in double precision and compares them with those of the"
                    + " graph and of the training. It prints the largest difference of every term and refuses one that is"
                    + " too large. It also checks that a score does not depend on the other images of its batch.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch check --bundle fashion-mnist",
            "  elbowatch check --bundle fashion-mnist --random-images 10000 --seed 2",
            "  elbowatch check --bundle ./my-vae --provider cuda --alpha 0.0001",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the bundle is valid",
            "1:refused; standard error says why",
            "2:the command line or a setting is wrong"
        })
final class CheckCommand extends SettingsCommand {
    @Option(
            names = "--random-images",
            paramLabel = "N",
            description = "Number of random images, 0 for none (default: 256; fewer of more than 64 KiB, at least 8).")
    private Optional<Integer> randomImages;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random images (default: ${DEFAULT-VALUE}).")
    private long seed;

    CheckCommand() {
        super(SettingsFlags.ofModel());
    }

    @Override
    public Integer call() {
        if (randomImages.isPresent() && randomImages.get() < 0) {
            throw usage("--random-images must be 0 or more, not " + randomImages.get());
        }
        Settings given = settings();
        try (LoadedModel loaded = LoadedModel.load(given)) {
            describe(loaded, given.provider(), out());
            SourceTable.print(sources(loaded.bundle()), new JudgeGroups(loaded.judge()), out());
            int images = randomImages.orElseGet(
                    () -> RandomImages.enough(loaded.model().form().image()));
            new ParityCheck(loaded, out()).run(images, seed);
            print("valid");
        }
        return ExitCodes.DONE;
    }

    private static void describe(LoadedModel loaded, ProviderChoice choice, PrintWriter out) {
        Bundle bundle = loaded.bundle();
        Manifest manifest = bundle.manifest();
        ModelIdentity identity = loaded.model().identity();
        row(out, "bundle", "%s %s (%s)", manifest.name(), manifest.version(), bundle.folder());
        row(out, "graph", "%s sha256 %s", manifest.model().file(), identity.sha256());
        row(
                out,
                "model",
                "%s VAE, latent %s, beta %s, image %s, fit %s",
                manifest.likelihood().type(),
                manifest.latentInWords(),
                manifest.beta(),
                loaded.model().shape(),
                manifest.preprocessing().fit());
        if (manifest.backbone() != null) {
            row(
                    out,
                    "backbone",
                    "%s sha256 %s, taps %s",
                    manifest.backbone().file(),
                    manifest.backbone().sha256(),
                    String.join(" ", manifest.backbone().taps()));
        }
        Tiling tiling = loaded.model().tiling();
        if (!tiling.isNone()) {
            row(
                    out,
                    "tiles",
                    "%d of %s, overlap %d; golden and random images have their size",
                    tiling.places().size(),
                    tiling.tile(),
                    tiling.overlap());
        }
        row(out, "provider", "%s", identity.provider());
        if (!"cpu".equals(identity.provider())) {
            row(out, "nodes", "%s", NodePlacement.of(bundle.model(), identity.provider(), choice));
        }
        row(
                out,
                "calibration",
                "%d images, alpha %s decided by %s",
                bundle.calibration().images(),
                loaded.judge().alpha(),
                loaded.judge().decider().label());
        for (Score score : Score.values()) {
            row(
                    out,
                    "  " + score.label(),
                    "median %.4g, 99 %% below %.4g",
                    bundle.calibration().quantile(score, 0.5),
                    bundle.calibration().quantile(score, 0.99));
        }
        row(
                out,
                "golden",
                "%d images agree with the training, as at every start: allowed %.1e",
                bundle.model().goldenImages().size(),
                bundle.model().goldenTolerance());
    }

    private static Map<String, Integer> sources(Bundle bundle) {
        Map<String, Integer> images = new LinkedHashMap<>();
        bundle.calibration().groups().forEach((source, group) -> images.put(source, group.images()));
        return images;
    }

    private static void row(PrintWriter out, String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-15s %s%n", name, Printable.line(String.format(Locale.ROOT, format, values)));
    }
}
