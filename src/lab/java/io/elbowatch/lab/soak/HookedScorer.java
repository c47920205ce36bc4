package io.elbowatch.lab.soak;

import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;

/** The entry point of a scorer as {@code elbowatch run} starts it, without web server and with a hook for faults. */
public final class HookedScorer {
    private HookedScorer() {}

    /** @param args a file of settings */
    public static void main(String[] args) throws InterruptedException {
        HookedProcess.main(args, HookedScorer::score);
    }

    private static boolean score(HookedProcess process, Settings settings) throws InterruptedException {
        ServiceParts parts = ServiceParts.PRODUCT
                .withModel(model -> new FaultyModel(model, process.hook()))
                .withObserver(metrics -> new FaultyObserver(process.hook()))
                .withoutWeb();
        try (LoadedModel loaded = LoadedModel.load(settings);
                ScoringService service = ScoringService.start(settings, loaded, parts)) {
            return process.await(() -> service.endedBy().isPresent());
        }
    }
}
