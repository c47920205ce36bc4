package io.elbowatch.cli;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.onnx.Bundle;
import io.elbowatch.onnx.GoldenCheck;
import io.elbowatch.onnx.Manifest;
import io.elbowatch.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a bundle as {@code run} would before it starts, and says what is in it. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a bundle: hashes, shapes, calibration, and its golden images on the provider that would run.",
            "What run would refuse is refused here, with the same message.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch check --bundle fashion-mnist",
            "  elbowatch check --bundle ./my-vae --provider cuda --alpha 0.0001",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the bundle is sound", "1:refused; standard error says why", "2:the command line is wrong"})
final class CheckCommand implements Callable<Integer> {
    private final SettingsFlags settings = SettingsFlags.ofModel();

    private CommandSpec spec;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        Settings given = settings.load();
        try (LoadedModel loaded = LoadedModel.load(given)) {
            GoldenCheck.Result golden = GoldenCheck.run(loaded.bundle(), loaded.model());
            PrintWriter out = spec.commandLine().getOut();
            describe(loaded, golden, out);
            out.flush();
        }
        return ExitCodes.DONE;
    }

    private static void describe(LoadedModel loaded, GoldenCheck.Result golden, PrintWriter out) {
        Bundle bundle = loaded.bundle();
        Manifest manifest = bundle.manifest();
        ModelIdentity identity = loaded.model().identity();
        row(out, "bundle", "%s %s (%s)", manifest.name(), manifest.version(), bundle.folder());
        row(out, "graph", "%s sha256 %s", manifest.model().file(), identity.sha256());
        row(
                out,
                "model",
                "%s VAE, latent %d, beta %s, image %s, fit %s",
                manifest.likelihood().type(),
                manifest.latentSize(),
                manifest.beta(),
                loaded.model().shape(),
                manifest.preprocessing().fit());
        row(out, "provider", "%s", identity.provider());
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
                "%d images agree with the training: worst term off by %.1e, allowed %.1e",
                golden.images(),
                golden.worst(),
                golden.tolerance());
        out.println("sound");
    }

    private static void row(PrintWriter out, String name, String format, Object... values) {
        out.printf("%-15s %s%n", name, format.formatted(values));
    }
}
