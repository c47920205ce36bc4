package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.core.source.HandlingProblem;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.models.ModelPool;
import io.elbowatch.stream.feedback.LabelCounts;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.reference.ReferenceCounts;
import io.elbowatch.stream.storage.StorageCounts;
import io.elbowatch.stream.webhook.WebhookCounts;
import io.elbowatch.traces.SpanCounts;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * All meters of one process and one model: Elbowatch's own, the JVM's, and whatever else is bound. Elbowatch's own are
 * those of docs/metrics.md and complete from the start. For use by many threads.
 */
public final class Metrics implements AutoCloseable {
    private static final int DEFAULT_MAX_SOURCES = 100;

    private final PrometheusMeterRegistry registry;
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final ScoringMeters scoring;
    private final StreamMeters stream = new StreamMeters();
    private final ShadowMeters shadows = new ShadowMeters();
    private final PoolMeters pool = new PoolMeters();
    private final QualityMeters quality;
    private final LabelMeters labels = new LabelMeters();
    private final TraceMeters traces = new TraceMeters();
    private final ReferenceMeters references = new ReferenceMeters();
    private final StorageMeters storage = new StorageMeters();
    private volatile Supplier<Optional<ActivePlan>> plan = Optional::empty;

    /** Meters of a judge that never changes and of a model that runs on the requested provider. */
    public Metrics(ModelIdentity model, Judge judge) {
        this(
                () -> model,
                model.provider(),
                () -> new ActiveJudge(judge, OptionalLong.empty()),
                DEFAULT_MAX_SOURCES,
                false);
    }

    /**
     * @param model called at every scrape; names the running provider
     * @param maxSources number of sources with series of their own
     * @param traced whether images are recorded: exemplars then name their traces
     */
    public Metrics(
            Supplier<ModelIdentity> model,
            String requestedProvider,
            CurrentPlan current,
            int maxSources,
            boolean traced) {
        this(model, requestedProvider, () -> ActiveJudge.of(current.now()), maxSources, traced);
        follow(current::now);
    }

    Metrics(
            Supplier<ModelIdentity> model,
            String requestedProvider,
            Supplier<ActiveJudge> current,
            int maxSources,
            boolean traced) {
        ObservedTrace trace = new ObservedTrace();
        registry = traced
                ? new PrometheusMeterRegistry(new ExemplarsOnBuckets(), new PrometheusRegistry(), Clock.SYSTEM, trace)
                : new PrometheusMeterRegistry(new ExemplarsOnBuckets());
        Judge judge = current.get().judge();
        closeables.push(registry::close);
        scoring = new ScoringMeters(
                registry,
                judge,
                maxSources,
                () -> plan.get().map(now -> now.models().values()).orElse(List.of()),
                () -> plan.get().map(ActivePlan::main),
                trace);
        registry.getPrometheusRegistry()
                .register(new ModelMeters(
                        model,
                        requestedProvider,
                        () -> current.get().judge().calibration().images()));
        registry.getPrometheusRegistry().register(new JudgeMeters(current));
        RuntimeMeters.all().forEach(this::bind);
        registry.getPrometheusRegistry().register(stream);
        registry.getPrometheusRegistry().register(shadows);
        registry.getPrometheusRegistry().register(pool);
        quality = new QualityMeters(maxSources);
        registry.getPrometheusRegistry().register(quality);
        registry.getPrometheusRegistry().register(labels);
        registry.getPrometheusRegistry().register(traces);
        registry.getPrometheusRegistry().register(references);
        registry.getPrometheusRegistry().register(storage);
    }

    /** Shows the bundles of this plan. @param now called at every scrape and for every image */
    final void follow(Supplier<ActivePlan> now) {
        plan = () -> Optional.of(now.get());
    }

    /** Shows these comparisons. @param tallies called at every scrape @param waiting images that wait for a shadow */
    public void compare(Supplier<List<ShadowTally>> tallies, IntSupplier waiting) {
        shadows.watch(tallies, waiting);
    }

    /** Shows these models of plans. @param counts called at every scrape @param refused likewise, by reason */
    public void pool(Supplier<ModelPool.Counts> counts, Supplier<Map<BundleProblem.Reason, Long>> refused) {
        pool.watch(counts, refused);
    }

    /**
     * Shows what people take care of.
     *
     * @param among how many of these open incidents; called at every scrape
     * @param refused records that were not taken, by reason; likewise
     */
    public void handled(ToIntFunction<Set<String>> among, Supplier<Map<HandlingProblem, Long>> refused) {
        scoring.incidents().handled(among, refused);
    }

    /** Shows what was sent to the webhook. @param counts called at every scrape */
    public void webhook(Supplier<WebhookCounts> counts) {
        scoring.incidents().webhook(counts);
    }

    /** Shows what was fetched for references. @param counts called at every scrape */
    public void references(Supplier<ReferenceCounts> counts) {
        references.watch(counts);
    }

    /** Shows what was written to stores. @param counts called at every scrape */
    public void storage(Supplier<StorageCounts> counts) {
        storage.watch(counts);
    }

    /** Shows the quality of the verdicts. @param report called at every scrape */
    public void quality(Supplier<Optional<QualityReport>> report) {
        quality.watch(report);
    }

    /** Shows how many labels there are. @param counts called at every scrape */
    public void labels(Supplier<LabelCounts> counts) {
        labels.watch(counts);
    }

    /** Shows what became of spans. @param counts called at every scrape */
    public void traces(Supplier<SpanCounts> counts) {
        traces.watch(counts);
    }

    /** Shows these readings of the stream. @param readings called at every scrape */
    public void watch(Supplier<List<StreamReading>> readings) {
        stream.watch(readings);
    }

    /** Counts the work of the stream. */
    public ScoringObserver observer() {
        return scoring;
    }

    /** Adds other meters. A binder that can be closed is closed with this. */
    public synchronized void bind(MeterBinder binder) {
        if (binder instanceof AutoCloseable closeable) {
            closeables.push(closeable);
        }
        binder.bindTo(registry);
    }

    /**
     * All meters at this moment.
     *
     * @param accept the HTTP header Accept, null where there is none
     */
    public Scrape scrape(String accept) {
        scoring.followPlan();
        String contentType = Scrape.contentType(accept);
        return new Scrape(contentType, registry.scrape(contentType));
    }

    /** Closes the bound meters, the last one first, and all of them even if one fails. */
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

    /**
     * Micrometer's defaults without exemplars on {@code _count}. A Prometheus before 3 refuses the whole scrape for
     * these ("does not support exemplars", measured with 2.42).
     */
    private static final class ExemplarsOnBuckets implements PrometheusConfig {

        @Override
        public String get(String key) {
            return null;
        }

        @Override
        public Properties prometheusProperties() {
            return new Properties();
        }
    }
}
