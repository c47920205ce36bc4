package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.flow.ActiveJudge;
import io.elbowatch.stream.flow.CurrentJudge;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.monitor.StreamReading;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * All meters of one process, of one model: ours, the JVM's, and whatever else is bound. Ours are the ones of
 * docs/metrics.md and are complete from the start. For use by many threads.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(new ExemplarsOnBuckets());
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private static final int DEFAULT_MAX_SOURCES = 100;

    private final ScoringMeters scoring;
    private final StreamMeters stream = new StreamMeters();

    /** Of a judge that never changes and a model that runs where it was asked for. */
    public Metrics(ModelIdentity model, Judge judge) {
        this(() -> model, model.provider(), new CurrentJudge(judge), DEFAULT_MAX_SOURCES);
    }

    /**
     * @param model names the provider that runs, asked anew at every scrape
     * @param requestedProvider the provider asked for
     * @param maxSources so many sources have series of their own
     */
    public Metrics(Supplier<ModelIdentity> model, String requestedProvider, CurrentJudge inForce, int maxSources) {
        this(model, requestedProvider, inForce::now, maxSources);
    }

    Metrics(Supplier<ModelIdentity> model, String requestedProvider, Supplier<ActiveJudge> rulings, int maxSources) {
        Judge judge = rulings.get().judge();
        closeables.push(registry::close);
        scoring = new ScoringMeters(registry, judge, maxSources);
        registry.getPrometheusRegistry()
                .register(new ModelMeters(
                        model, requestedProvider, judge.calibration().images()));
        registry.getPrometheusRegistry().register(new RulingMeters(rulings));
        RuntimeMeters.all().forEach(this::bind);
        registry.getPrometheusRegistry().register(stream);
    }

    /** Shows what this says of the stream, asked anew at every scrape. */
    public void watch(Supplier<List<StreamReading>> readings) {
        stream.watch(readings);
    }

    /** What the stream is to tell of its work. */
    public ScoringObserver observer() {
        return scoring;
    }

    /** Adds meters of others. A binder that can be closed is closed with this. */
    public synchronized void bind(MeterBinder binder) {
        if (binder instanceof AutoCloseable closeable) {
            closeables.push(closeable);
        }
        binder.bindTo(registry);
    }

    /**
     * All meters at this moment.
     *
     * @param accept the HTTP header of that name, null where there is none
     */
    public Scrape scrape(String accept) {
        String contentType = Scrape.contentType(accept);
        return new Scrape(contentType, registry.scrape(contentType));
    }

    /** Closes what was bound, the last one first, and all of them even if one fails. */
    @Override
    public synchronized void close() {
        IllegalStateException failed = null;
        while (!closeables.isEmpty()) {
            try {
                closeables.pop().close();
            } catch (Exception e) {
                failed = failed == null ? new IllegalStateException("meters did not close") : failed;
                failed.addSuppressed(e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
