package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.ScoringModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Elbowatch as {@code run} starts it with its default settings, but for the page and the port of its metrics. */
final class ElbowatchFlow implements Flow {
    private static final BatchLimits BATCH = new BatchLimits(BenchModel.BATCH, 64L << 20, Duration.ofMillis(50));

    private final String application;
    private final Metrics metrics;
    private final ScoringApplication stream;

    ElbowatchFlow(FlowTask task, Overlap overlap) {
        application = task.application();
        metrics = new Metrics(task.model().identity(), task.judge());
        FlowSettings flow =
                new FlowSettings(task.topics(), BATCH, overlap, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT);
        try {
            stream = ScoringApplication.start(
                    new StreamSettings(
                            application,
                            flow,
                            false,
                            task.threads(),
                            Guarantee.EXACTLY_ONCE_V2,
                            new RestartLimits(0, Duration.ofMinutes(1)),
                            Map.of("bootstrap.servers", task.bootstrapServers())),
                    new ScoringModel(task.model(), task.preprocessing(), DecodeLimits.DEFAULT, task.judge()),
                    metrics.observer());
        } catch (RuntimeException e) {
            metrics.close();
            throw e;
        }
        metrics.watch(stream::readings);
    }

    /** The stream's threads, and those beside them that score with overlap. */
    @Override
    public boolean isScoring(String threadName) {
        return threadName.startsWith(application) && threadName.contains("StreamThread");
    }

    @Override
    public Optional<Throwable> endedBy() {
        return stream.endedBy().map(Throwable.class::cast);
    }

    @Override
    public void close() {
        try (metrics) {
            stream.close();
        }
    }
}
