package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.flow.ImageOrigin;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Counters by source, for a limited number of sources. The first sources have series of their own. Later ones, and keys
 * that are no readable text, are counted under {@value #OTHER}, images without a key under {@value #NONE}. Producers
 * choose the keys, so no key may create more series than allowed or a label that a page cannot show.
 */
final class SourceMeters {
    static final String OTHER = "other";
    static final String NONE = "none";
    /**
     * Longest key with a series of its own. Names of cameras are shorter, and longer labels are useless on a dashboard.
     */
    static final int MAX_BYTES = 64;

    private final int max;
    private final Clock clock;
    private final Counter scored;
    private final Counter anomalous;
    private final Counter highElboLoss;
    private final Counter rejected;
    private final Gauge lastImage;
    private final Map<Key, Series> sources = new ConcurrentHashMap<>();
    private volatile boolean full; // no source is admitted any more
    private volatile Series other; // null until it has an image, because no series is without one
    private volatile Series none;
    private volatile boolean grouped; // whether a source was ever compared with images of its own

    SourceMeters(PrometheusRegistry registry, int max, Clock clock) {
        this.max = max;
        this.clock = clock;
        scored = counter(registry, MeterTable.SOURCE_SCORED);
        anomalous = counter(registry, MeterTable.SOURCE_ANOMALOUS);
        highElboLoss = counter(registry, MeterTable.SOURCE_HIGH_ELBO_LOSS);
        rejected = counter(registry, MeterTable.SOURCE_REJECTED);
        lastImage = Gauge.builder()
                .name(MeterTable.SOURCE_LAST_IMAGE.prometheusName())
                .help(MeterTable.SOURCE_LAST_IMAGE.help())
                .labelNames("source")
                .register(registry);
        registry.register(new SourceThresholds(this::groups));
    }

    /**
     * Notes what the latest image of a source was compared with.
     *
     * @param group the judge of the source's own calibration; null where the pooled one judged
     */
    void judged(ImageOrigin origin, Judge group) {
        if (group != null || grouped) {
            grouped = true;
            of(origin.source()).group = group;
        }
    }

    /** The judges of the sources with series of their own whose latest image was compared with their group. */
    private Map<String, Judge> groups() {
        Map<String, Judge> groups = new TreeMap<>();
        for (Series source : sources.values()) {
            Judge group = source.group;
            if (group != null) {
                groups.put(source.label, group);
            }
        }
        return groups;
    }

    void scored(ImageOrigin origin, boolean isAnomalous, boolean isHighElboLoss) {
        Series source = of(origin.source());
        source.scored.inc();
        if (isAnomalous) {
            source.anomalous.inc();
        }
        if (isHighElboLoss) {
            source.highElboLoss.inc();
        }
        source.lastImage.set(seconds());
    }

    void rejected(ImageOrigin origin) {
        Series source = of(origin.source());
        source.rejected.inc();
        source.lastImage.set(seconds());
    }

    private double seconds() {
        return clock.millis() / 1e3;
    }

    private Series of(byte[] key) {
        if (key == null || key.length == 0) {
            return none();
        }
        if (key.length > MAX_BYTES) {
            return other();
        }
        boolean wasFull = full; // read first: a source that is admitted meanwhile is found below
        Series known = sources.get(new Key(key));
        if (known != null) {
            return known;
        }
        return wasFull ? other() : admitted(key);
    }

    private synchronized Series admitted(byte[] key) {
        Key source = new Key(key);
        Series known = sources.get(source); // another thread may have admitted it
        if (known != null) {
            return known;
        }
        full = sources.size() >= max;
        Optional<String> label = full ? Optional.empty() : label(key);
        if (label.isEmpty()) {
            return other();
        }
        Series admitted = new Series(label.get());
        sources.put(new Key(key.clone()), admitted);
        return admitted;
    }

    private Series other() {
        Series known = other;
        return known != null ? known : firstOther();
    }

    private synchronized Series firstOther() {
        other = other == null ? new Series(OTHER) : other;
        return other;
    }

    private synchronized Series none() {
        none = none == null ? new Series(NONE) : none;
        return none;
    }

    /** Whether a source may have series of its own under its name. */
    static boolean isLabel(byte[] key) {
        return key.length > 0 && key.length <= MAX_BYTES && label(key).isPresent();
    }

    private static Optional<String> label(byte[] key) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            return text.codePoints().allMatch(SourceMeters::readable) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Format characters can reverse the direction of a line; the others show nothing or differ by font. */
    private static boolean readable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static Counter counter(PrometheusRegistry registry, MeterTable meter) {
        return Counter.builder()
                .name(meter.prometheusName())
                .help(meter.help())
                .labelNames("source")
                .withoutExemplars()
                .register(registry);
    }

    /** The series of one source. All of them exist from its first image on. */
    private final class Series {
        private final CounterDataPoint scored;
        private final CounterDataPoint anomalous;
        private final CounterDataPoint highElboLoss;
        private final CounterDataPoint rejected;
        private final GaugeDataPoint lastImage;
        private final String label;
        private volatile Judge group;

        private Series(String label) {
            this.label = label;
            scored = SourceMeters.this.scored.labelValues(label);
            anomalous = SourceMeters.this.anomalous.labelValues(label);
            highElboLoss = SourceMeters.this.highElboLoss.labelValues(label);
            rejected = SourceMeters.this.rejected.labelValues(label);
            lastImage = SourceMeters.this.lastImage.labelValues(label);
        }
    }

    /** A key with the equality of its bytes, which never change. */
    private record Key(byte[] bytes) {
        @Override
        public boolean equals(Object that) {
            return that instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
