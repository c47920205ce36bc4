package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.flow.ScoringModel;

/** The entry point of a scorer as {@code elbowatch run} starts it, without its web server, and with a hook for faults. */
public final class HookedScorer {
    private HookedScorer() {}

    /** @param args a file of settings */
    public static void main(String[] args) throws InterruptedException {
        HookedProcess process = new HookedProcess();
        boolean failed;
        try {
            failed = score(process, HookedProcess.settings(args[0]));
        } finally {
            process.end();
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean score(HookedProcess process, Settings settings) throws InterruptedException {
        Bundle bundle = Bundle.load(settings.bundle().orElseThrow());
        Judge judge = bundle.judge(Decider.DEFAULT, settings.alpha().orElse(bundle.defaultAlpha()));
        try (FaultyModel model = new FaultyModel(
                        OnnxModel.open(bundle, settings.provider()),
                        process.hook(),
                        ScorerSettings.POLL_STALL,
                        ScorerSettings.TRANSACTION_STALL);
                ScoringApplication application = ScoringApplication.start(
                        settings.stream(),
                        new ScoringModel(model, bundle.manifest().toPreprocessing(), settings.decode(), judge),
                        new FaultyObserver(process.hook()))) {
            return process.await(() -> application.endedBy().isPresent());
        }
    }
}
