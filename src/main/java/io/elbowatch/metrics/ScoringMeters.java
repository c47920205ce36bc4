package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.trace.TraceIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts the work of the stream: here the outcomes of images, by model and source. Every meter exists from the start,
 * at 0, so that rate() sees the first event, and is looked up once. So an image costs no lookup by tag, and no
 * allocation but the 16 bytes of each Prometheus histogram and of the source's key, until the JIT compiler removes
 * them. An image that becomes an exemplar costs a kilobyte.
 */
final class ScoringMeters extends EventMeters {
    /** Whoever scores an older image knows that its score is late. A camera that has lost its clock says 1970. */
    static final long MAX_AGE_MILLIS = Duration.ofDays(7).toMillis();

    private final Counter scored;
    private final Counter anomalous;
    private final Counter highElboLoss;
    private final HighElboLoss high;
    private final SourceMeters sources;
    private final DriftMeters drift;
    private final BundleMeters bundles;
    private final Supplier<Optional<ServedModel>> main;
    private final Map<Rejection.Reason, Counter> rejected = new EnumMap<>(Rejection.Reason.class);
    private final Map<FlushReason, Counter> flushes = new EnumMap<>(FlushReason.class);
    private final ScoreHistograms scores;
    private final DistributionSummary batchImages;
    private final Timer inference;
    private final DistributionSummary age;
    private final ObservedTrace trace;
    private final Counter outdated;
    private final IncidentMeters incidents = new IncidentMeters();

    /**
     * @param judge of the main model at the start, whose calibration gives the buckets of the scores
     * @param plan the models in force
     * @param main the one of them whose scores the meters of a single model show; empty where there is one model only
     * @param trace of what is observed, for exemplars
     */
    ScoringMeters(
            PrometheusMeterRegistry registry,
            Judge judge,
            int maxSources,
            Supplier<Collection<ServedModel>> plan,
            Supplier<Optional<ServedModel>> main,
            ObservedTrace trace) {
        super(new Meters(registry));
        this.main = main;
        this.trace = trace;
        bundles = new BundleMeters(registry.getPrometheusRegistry(), plan);
        Meters meters = new Meters(registry);
        scored = meters.counter(MeterTable.SCORED);
        anomalous = meters.counter(MeterTable.ANOMALOUS);
        highElboLoss = meters.counter(MeterTable.HIGH_ELBO_LOSS);
        high = new HighElboLoss(judge);
        sources = new SourceMeters(registry.getPrometheusRegistry(), maxSources, Clock.systemUTC());
        drift = new DriftMeters(judge.calibration(), Clock.systemUTC());
        registry.getPrometheusRegistry().register(drift);
        registry.getPrometheusRegistry().register(incidents);
        for (Rejection.Reason reason : Rejection.Reason.values()) {
            rejected.put(reason, meters.counter(MeterTable.REJECTED, "reason", reason.label()));
        }
        for (FlushReason reason : FlushReason.values()) {
            flushes.put(reason, meters.counter(MeterTable.BATCH_FLUSHES, "reason", reason.label()));
        }
        scores = new ScoreHistograms(registry.getPrometheusRegistry(), judge);
        batchImages = meters.summary(MeterTable.BATCH_IMAGES, FixedBuckets.BATCH_IMAGES);
        inference = meters.timer(MeterTable.INFERENCE, FixedBuckets.INFERENCE_SECONDS);
        // Not a timer: it sums nanoseconds in a long, which 100,000 images of a backlog of a day bring to 2^63.
        age = meters.summary(MeterTable.AGE, FixedBuckets.AGE_SECONDS);
        outdated = meters.counter(MeterTable.OUTDATED);
    }

    @Override
    public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {
        flushes.get(reason).increment();
        batchImages.record(images);
        inference.record(inferenceNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void scoredBatch(ServedModel by, FlushReason reason, int images, long inferenceNanos) {
        scoredBatch(reason, images, inferenceNanos);
        bundles.ran(by, images, inferenceNanos);
    }

    @Override
    public void scoredBatch(ServedModel by, FlushReason reason, int images, long inferenceNanos, TraceIds ids) {
        if (ids == null) {
            scoredBatch(by, reason, images, inferenceNanos);
        } else {
            trace.during(ids, () -> scoredBatch(by, reason, images, inferenceNanos));
        }
    }

    @Override
    public void scored(ServedModel by, ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
        boolean isHigh = bundles.scored(by, verdict);
        count(origin, verdict, isHigh, ageMillis);
        boolean isMain = isMain(by);
        scores.observe(origin, verdict, isMain);
        sources.judged(origin, by.judges().ofGroup(verdict.calibration()));
        if (isMain) {
            drift.scored(by.judges().pooled().calibration(), verdict);
        }
    }

    /** Scores of two bundles have different scales: the meters of a single model show one of them alone. */
    private boolean isMain(ServedModel by) {
        Optional<ServedModel> shown = main.get();
        return shown.isEmpty() || shown.get().bundle().equals(by.bundle());
    }

    @Override
    public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
        count(origin, verdict, high.is(verdict), ageMillis);
        scores.observe(origin, verdict, true);
        drift.scored(verdict);
    }

    /** To be called before each scrape. */
    void followPlan() {
        bundles.follow();
    }

    private void count(ImageOrigin origin, Verdict verdict, boolean isHigh, long ageMillis) {
        scored.increment();
        if (verdict.anomalous()) {
            anomalous.increment();
        }
        if (isHigh) {
            highElboLoss.increment();
        }
        sources.scored(origin, verdict.anomalous(), isHigh);
        aged(origin, ageMillis);
    }

    @Override
    public void inspected(ModelOutput output) {
        drift.inspected(output);
    }

    @Override
    public void inspected(ServedModel by, ModelOutput output) {
        if (isMain(by)) {
            drift.inspected(by.model().identity().sha256(), output);
        }
    }

    @Override
    public void rejected(Optional<ServedModel> by, ImageOrigin origin, Rejection.Reason reason, long ageMillis) {
        rejected(origin, reason, ageMillis);
        by.ifPresent(bundles::rejected);
    }

    @Override
    public void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis) {
        rejected.get(reason).increment();
        sources.rejected(origin);
        aged(origin, ageMillis);
    }

    @Override
    public void incident(IncidentKind kind, String id, boolean open) {
        incidents.changed(kind, id, open);
    }

    IncidentMeters incidents() {
        return incidents;
    }

    /** Micrometer does not record a negative value, and the histogram would miss the image. */
    private void aged(ImageOrigin origin, long millis) {
        if (millis > MAX_AGE_MILLIS) {
            outdated.increment();
        } else if (origin.trace() == null) {
            age.record(Math.max(0, millis) / 1e3);
        } else {
            trace.during(origin.trace(), () -> age.record(Math.max(0, millis) / 1e3));
        }
    }
}
