package io.elbowatch.lab.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of a scorer: those of {@code elbowatch run}. With brokers in this process timeouts have a few seconds, so that
 * faults can exceed them; with brokers as processes they are the product's, so that recovery is the product's too.
 */
final class ScorerSettings {
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(6);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(4);
    static final Duration POLL_STALL = MAX_POLL_INTERVAL.plusSeconds(2);
    static final Duration TRANSACTION_STALL = TRANSACTION_TIMEOUT.plusSeconds(1);
    static final String APPLICATION = "soak";
    static final int THREADS = 2;

    private ScorerSettings() {}

    /**
     * By key, as in a file of settings.
     *
     * @param http where the scorer tells its health
     * @param models folder of the bundles that routes name
     * @param store what the store of images needs
     */
    static Map<String, String> of(
            SoakPlan plan,
            String bootstrapServers,
            int slot,
            InetSocketAddress http,
            Path bundle,
            Path models,
            Map<String, String> store,
            double alpha) {
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
                "http.page",
                "false",
                "kafka.bootstrap.servers",
                bootstrapServers));
        settings.put("http.port", Integer.toString(http.getPort()));
        settings.put("http.host", http.getHostString());
        // In a namespace nobody but this machine reaches it.
        settings.put("http.insecure", "true");
        if (plan.swapped().isPresent()) {
            settings.put("topics.settings", ModelFaults.TOPIC);
            settings.put("models.folder", models.toString());
        }
        settings.putAll(store);
        // Silence depends on the wall clock, which the replay does not have.
        settings.put("incidents.silence", "0s");
        settings.put("evidence.per-minute", "6");
        // Faults are more frequent than in production.
        settings.put("restarts.max", "100000");
        settings.put("kafka.group.protocol", plan.groupProtocol().toUpperCase(Locale.ROOT));
        if (!plan.processes()) {
            shortTimeouts(settings, plan);
        }
        if (!plan.exactlyOnce()) {
            // With Kafka's default every fault would repeat 30 s of work.
            settings.put("kafka.commit.interval.ms", "1000");
        }
        settings.putAll(plan.settings());
        return settings;
    }

    private static void shortTimeouts(Map<String, String> settings, SoakPlan plan) {
        settings.put("kafka.max.poll.interval.ms", Long.toString(MAX_POLL_INTERVAL.toMillis()));
        settings.put("kafka.producer.transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        if (plan.groupProtocol().equals("classic")) {
            settings.put("kafka.session.timeout.ms", "4000");
            settings.put("kafka.heartbeat.interval.ms", "500");
        }
    }

    /** Writes a file of settings. */
    static Path write(Map<String, String> settings, Path file) {
        String text = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
