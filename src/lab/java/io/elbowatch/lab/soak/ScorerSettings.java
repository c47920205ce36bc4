package io.elbowatch.lab.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of one scorer: those of {@code elbowatch run}, with timeouts of seconds, since a fault that outlasts a timeout has to last
 * minutes otherwise.
 */
final class ScorerSettings {
    private static final Duration MAX_POLL = Duration.ofSeconds(6);
    private static final Duration TRANSACTION = Duration.ofSeconds(4);
    static final Duration POLL_STALL = MAX_POLL.plusSeconds(2);
    static final Duration TRANSACTION_STALL = TRANSACTION.plusSeconds(1);
    static final String APPLICATION = "soak";
    private static final int THREADS = 2;

    private ScorerSettings() {}

    /** By key, as in a file of settings. */
    static Map<String, String> of(SoakPlan plan, String bootstrapServers, int slot, Path bundle, double alpha) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bundle",
                bundle.toString(),
                "alpha",
                Double.toString(alpha),
                "provider",
                "cpu",
                "application-id",
                APPLICATION,
                "threads",
                Integer.toString(THREADS),
                "guarantee",
                plan.guarantee().label(),
                "batch.overlap",
                plan.overlap().of(slot),
                "http.port",
                "0",
                "http.page",
                "false",
                "kafka.bootstrap.servers",
                bootstrapServers));
        // Silence is found by the wall clock too, and a replay has none.
        settings.put("incidents.silence", "0s");
        settings.put("evidence.per-minute", "6");
        // Faults come more often than a sound system has them.
        settings.put("restarts.max", "100000");
        settings.put("kafka.max.poll.interval.ms", Long.toString(MAX_POLL.toMillis()));
        settings.put("kafka.producer.transaction.timeout.ms", Long.toString(TRANSACTION.toMillis()));
        settings.put("kafka.group.protocol", plan.groupProtocol().toUpperCase(Locale.ROOT));
        if (plan.groupProtocol().equals("classic")) {
            settings.put("kafka.session.timeout.ms", "4000");
            settings.put("kafka.heartbeat.interval.ms", "500");
        }
        if (!plan.exactlyOnce()) {
            // Kafka's 30 s would make every fault repeat half a minute.
            settings.put("kafka.commit.interval.ms", "1000");
        }
        return settings;
    }
}
