package io.elbowatch.lab.bench.throughput;

import io.elbowatch.service.ScoringService;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsLoader;
import io.elbowatch.stream.flow.Overlap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Elbowatch as {@code run} starts it with its default settings, metrics included, without web server and page. It does
 * not restart a stream thread that dies.
 */
final class ElbowatchFlow implements Flow {
    private final String application;
    private final ScoringService service;

    ElbowatchFlow(FlowTask task, Overlap overlap) {
        application = task.application();
        service = ScoringService.start(
                settings(task, overlap),
                task.loaded(),
                ServiceParts.PRODUCT.withModel(model -> task.model()).withoutWeb());
    }

    private static Settings settings(FlowTask task, Overlap overlap) {
        Map<String, String> settings = new HashMap<>(task.run().settings(Map.of()));
        settings.put("threads", Integer.toString(task.threads()));
        settings.put("batch.max-images", Integer.toString(BenchModel.BATCH));
        settings.put("batch.overlap", overlap.label());
        settings.put("restarts.max", "0");
        return SettingsLoader.load(settings, List.of(), Optional.empty(), Map.of());
    }

    /** Stream threads and, with overlap, the threads that run the model for them. */
    @Override
    public boolean isScoring(String threadName) {
        return threadName.startsWith(application) && threadName.contains("StreamThread");
    }

    @Override
    public Optional<Throwable> endedBy() {
        return service.endedBy().map(Throwable.class::cast);
    }

    @Override
    public void close() {
        service.close();
    }
}
