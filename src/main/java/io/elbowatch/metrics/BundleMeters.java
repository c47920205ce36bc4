package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.flow.ServedModel;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import static io.elbowatch.metrics.Snapshots.gauge;
import static io.elbowatch.metrics.Snapshots.point;

/**
 * The meters of every bundle of the plan in force. The plan bounds the series: those of a bundle that it does not name
 * any more end at the next scrape.
 */
final class BundleMeters implements MultiCollector {
    /** The rules compare the lower tenth and the lower half with what is expected. */
    private static final double[] P_VALUES = {.1, .5, 1};

    private final Supplier<Collection<ServedModel>> plan;
    private final Counter scored;
    private final Counter anomalous;
    private final Counter rejected;
    private final Counter batches;
    private final Counter batchImages;
    private final Counter seconds;
    private final Histogram pValues;
    private final Map<String, Series> bundles = new ConcurrentHashMap<>();

    /** @param plan the models in force, those of shadows among them; called at every scrape */
    BundleMeters(PrometheusRegistry registry, Supplier<Collection<ServedModel>> plan) {
        this.plan = plan;
        scored = counter(registry, MeterTable.BUNDLE_SCORED);
        anomalous = counter(registry, MeterTable.BUNDLE_ANOMALOUS);
        rejected = counter(registry, MeterTable.BUNDLE_REJECTED);
        batches = counter(registry, MeterTable.BUNDLE_BATCHES);
        batchImages = counter(registry, MeterTable.BUNDLE_BATCH_IMAGES);
        seconds = counter(registry, MeterTable.BUNDLE_INFERENCE);
        pValues = Histogram.builder()
                .name(MeterTable.BUNDLE_P_VALUE.prometheusName())
                .help(MeterTable.BUNDLE_P_VALUE.help())
                .labelNames("bundle")
                .classicOnly()
                .classicUpperBounds(P_VALUES)
                .withoutExemplars()
                .register(registry);
        registry.register(this);
    }

    /** Counts an image, and returns whether its ELBO loss is high by the calibration of its bundle. */
    boolean scored(ServedModel by, Verdict verdict) {
        Series series = of(by);
        series.scored.inc();
        if (verdict.anomalous()) {
            series.anomalous.inc();
        }
        series.pValues.observe(verdict.pValue());
        return series.high(by).is(verdict);
    }

    void ran(ServedModel model, int images, long nanos) {
        Series series = of(model);
        series.batches.inc();
        series.batchImages.inc(images);
        series.seconds.inc(nanos / 1e9);
    }

    void rejected(ServedModel by) {
        of(by).rejected.inc();
    }

    private Series of(ServedModel by) {
        Series known = bundles.get(by.bundle());
        return known != null ? known : bundles.computeIfAbsent(by.bundle(), Series::new);
    }

    /** To be called before each scrape, which collects the counters in any order. */
    void follow() {
        Collection<ServedModel> models = plan.get();
        models.forEach(this::of);
        endOthers(models.stream().map(ServedModel::bundle).collect(Collectors.toSet()));
    }

    @Override
    public MetricSnapshots collect() {
        Collection<ServedModel> models = plan.get();
        if (models.isEmpty()) {
            return new MetricSnapshots();
        }
        List<GaugeDataPointSnapshot> alphas = new ArrayList<>();
        List<GaugeDataPointSnapshot> thresholds = new ArrayList<>();
        List<GaugeDataPointSnapshot> calibrations = new ArrayList<>();
        List<Labels> infos = new ArrayList<>();
        for (ServedModel served : models) {
            Judge judge = served.judges().pooled();
            String bundle = served.bundle();
            alphas.add(point(judge.alpha(), "bundle", bundle));
            calibrations.add(point(judge.calibration().images(), "bundle", bundle));
            Thresholds.of(judge)
                    .forEach(threshold -> thresholds.add(point(
                            threshold.value(),
                            "bundle",
                            bundle,
                            "score",
                            threshold.score().label(),
                            "side",
                            threshold.side().label())));
            infos.add(labels(bundle, served.model().identity()));
        }
        return new MetricSnapshots(
                Snapshots.info(MeterTable.BUNDLE, infos),
                gauge(MeterTable.BUNDLE_ALPHA, alphas),
                gauge(MeterTable.BUNDLE_THRESHOLD, thresholds),
                gauge(MeterTable.BUNDLE_CALIBRATION_IMAGES, calibrations));
    }

    private static Labels labels(String bundle, ModelIdentity model) {
        return Labels.of(
                "bundle",
                bundle,
                "name",
                model.name(),
                "version",
                model.version(),
                "sha256",
                ModelMeters.shortened(model.sha256()),
                "provider",
                model.provider());
    }

    /** An image of the plan before may come later; its bundle then has series until the next scrape. */
    private void endOthers(Set<String> inForce) {
        for (String bundle : Set.copyOf(bundles.keySet())) {
            if (!inForce.contains(bundle)) {
                bundles.remove(bundle);
                List.of(scored, anomalous, rejected, batches, batchImages, seconds)
                        .forEach(counter -> counter.remove(bundle));
                pValues.remove(bundle);
            }
        }
    }

    private static Counter counter(PrometheusRegistry registry, MeterTable meter) {
        return Counter.builder()
                .name(meter.prometheusName())
                .help(meter.help())
                .labelNames("bundle")
                .withoutExemplars()
                .register(registry);
    }

    /** The series of one bundle. All of them exist from the first scrape on that finds it in the plan. */
    private final class Series {
        private final CounterDataPoint scored;
        private final CounterDataPoint anomalous;
        private final CounterDataPoint rejected;
        private final CounterDataPoint batches;
        private final CounterDataPoint batchImages;
        private final CounterDataPoint seconds;
        private final DistributionDataPoint pValues;
        private volatile High high;

        private Series(String bundle) {
            scored = BundleMeters.this.scored.labelValues(bundle);
            anomalous = BundleMeters.this.anomalous.labelValues(bundle);
            rejected = BundleMeters.this.rejected.labelValues(bundle);
            batches = BundleMeters.this.batches.labelValues(bundle);
            batchImages = BundleMeters.this.batchImages.labelValues(bundle);
            seconds = BundleMeters.this.seconds.labelValues(bundle);
            pValues = BundleMeters.this.pValues.labelValues(bundle);
        }

        /** That of the model that scored the image, which the next plan may replace. */
        private HighElboLoss high(ServedModel by) {
            High now = high;
            if (now == null || now.of() != by) {
                now = new High(by, new HighElboLoss(by.judges().pooled()));
                high = now;
            }
            return now.loss();
        }
    }

    private record High(ServedModel of, HighElboLoss loss) {}
}
