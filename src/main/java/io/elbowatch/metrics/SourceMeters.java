package io.elbowatch.metrics;

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
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Counts by source, for so many sources: the first that come have series of their own, whatever comes after them, or is
 * no readable text, is counted under {@value #OTHER}. Whoever may write to the topic chooses the keys, so no key makes
 * more series than were allowed, or a label that a page could not show. Keys that are missing are {@value #NONE}.
 */
final class SourceMeters {
    static final String OTHER = "other";
    static final String NONE = "none";
    /** Of a key; a camera's name is shorter, and longer labels are no use on a dashboard. */
    static final int MAX_BYTES = 64;

    private final int max;
    private final Clock clock;
    private final Counter scored;
    private final Counter anomalous;
    private final Counter highElboLoss;
    private final Counter rejected;
    private final Gauge lastImage;
    private final Map<Key, OfOne> sources = new ConcurrentHashMap<>();
    private volatile OfOne other; // null until there is one: no series without an image
    private volatile OfOne none;

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
    }

    void scored(ImageOrigin origin, boolean isAnomalous, boolean isHighElboLoss) {
        OfOne source = of(origin.source());
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
        OfOne source = of(origin.source());
        source.rejected.inc();
        source.lastImage.set(seconds());
    }

    private double seconds() {
        return clock.millis() / 1e3;
    }

    private OfOne of(byte[] key) {
        if (key == null || key.length == 0) {
            return none();
        }
        if (key.length > MAX_BYTES) {
            return other();
        }
        OfOne known = sources.get(new Key(key));
        return known != null ? known : admitted(key);
    }

    private synchronized OfOne admitted(byte[] key) {
        Optional<String> label = label(key);
        if (label.isEmpty() || sources.size() >= max && !sources.containsKey(new Key(key))) {
            return other();
        }
        return sources.computeIfAbsent(new Key(key.clone()), any -> new OfOne(label.get()));
    }

    private synchronized OfOne other() {
        other = other == null ? new OfOne(OTHER) : other;
        return other;
    }

    private synchronized OfOne none() {
        none = none == null ? new OfOne(NONE) : none;
        return none;
    }

    private static Optional<String> label(byte[] key) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            return text.codePoints().allMatch(SourceMeters::readable) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Format characters turn a line of text around; the others show nothing or differ by font. */
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

    /** The series of one source; all of them are there from its first image on. */
    private final class OfOne {
        private final CounterDataPoint scored;
        private final CounterDataPoint anomalous;
        private final CounterDataPoint highElboLoss;
        private final CounterDataPoint rejected;
        private final GaugeDataPoint lastImage;

        private OfOne(String label) {
            scored = SourceMeters.this.scored.labelValues(label);
            anomalous = SourceMeters.this.anomalous.labelValues(label);
            highElboLoss = SourceMeters.this.highElboLoss.labelValues(label);
            rejected = SourceMeters.this.rejected.labelValues(label);
            lastImage = SourceMeters.this.lastImage.labelValues(label);
        }
    }

    /** A key by its bytes, which nobody writes to. */
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
