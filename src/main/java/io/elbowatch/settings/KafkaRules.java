package io.elbowatch.settings;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.KafkaNames;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the settings that pass through to Kafka: Elbowatch does not set them itself, their values parse, and they fit
 * the other settings. A name that Kafka does not know is refused only where it looks like a typing error: interceptors
 * and login callbacks read names of their own.
 */
final class KafkaRules {
    private static final int TYPING_ERROR_EDITS = 2;
    private static final long EXACTLY_ONCE_COMMIT_MILLIS = 100; // StreamsConfig.EOS_DEFAULT_COMMIT_INTERVAL_MS
    private static final long TRANSACTION_TIMEOUT_MILLIS = 10_000; // StreamsConfig's default for its producers
    private final Set<String> known = KafkaNames.known();
    private final Values values;
    private final Problems problems;

    KafkaRules(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void check() {
        values.kafka().forEach(this::check);
        if (values.get(SettingsTable.GUARANTEE) == Guarantee.EXACTLY_ONCE_V2) {
            checkTransactions();
        }
    }

    private void check(Given given) {
        String name = given.key().substring(Setting.KAFKA_PREFIX.length());
        Optional<String> owned = OwnedKafkaKeys.reason(name);
        if (owned.isPresent()) {
            problems.add(given.key() + " (" + given.origin() + ") must not be set: " + owned.get());
        } else if (!known.contains(KafkaNames.bare(name))) {
            NearestName.of(KafkaNames.bare(name), known, TYPING_ERROR_EDITS)
                    .ifPresent(near -> problems.add("Kafka knows no " + given.key() + " (" + given.origin()
                            + "); did you mean " + Setting.KAFKA_PREFIX + near + "?"));
        } else {
            KafkaNames.objection(name, given.value()).ifPresent(objection -> problems.add(refused(given, objection)));
        }
    }

    private static String refused(Given given, String objection) {
        boolean quotesSecret = Secrets.isSecret(given.key()) && objection.contains(given.value());
        return "Kafka refuses " + given.key() + " (" + given.origin() + "): "
                + (quotesSecret ? "its value is not shown" : objection);
    }

    private void checkTransactions() {
        long commit = millis("commit.interval.ms", EXACTLY_ONCE_COMMIT_MILLIS);
        long transaction =
                millis("producer.transaction.timeout.ms", millis("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS));
        Duration linger = values.get(SettingsTable.BATCH_LINGER);
        if (values.areAllowed(SettingsTable.BATCH_LINGER) && linger.compareTo(Duration.ofMillis(commit)) > 0) {
            problems.add(String.format(
                    Locale.ROOT,
                    "batch.linger = %d ms is useless under exactly_once_v2: every commit scores the batch, each %d ms;"
                            + " lower it or raise kafka.commit.interval.ms",
                    linger.toMillis(),
                    commit));
        }
        if (transaction <= commit) {
            problems.add(String.format(
                    Locale.ROOT,
                    "kafka.transaction.timeout.ms = %d must exceed kafka.commit.interval.ms = %d,"
                            + " or the broker aborts transactions before they are committed",
                    transaction,
                    commit));
        }
    }

    private long millis(String kafkaName, long fallback) {
        String key = Setting.KAFKA_PREFIX + kafkaName;
        try {
            return values.kafka().stream()
                    .filter(given -> given.key().equals(key))
                    .findFirst()
                    .map(given -> Long.parseLong(given.value().strip()))
                    .orElse(fallback);
        } catch (NumberFormatException e) {
            return fallback; // Kafka's own check has refused it already.
        }
    }
}
