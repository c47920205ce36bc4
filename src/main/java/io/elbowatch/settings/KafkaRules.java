package io.elbowatch.settings;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.KafkaNames;
import io.elbowatch.stream.access.StreamSettings;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the settings that pass through to Kafka: that Elbowatch does not own them, that their values parse, and that
 * they agree with the others. A name that Kafka does not know is refused only where it looks like a typing error.
 */
final class KafkaRules {
    private static final int TYPING_ERROR_EDITS = 2;
    private static final long EXACTLY_ONCE_COMMIT_MILLIS = 100; // StreamsConfig.EOS_DEFAULT_COMMIT_INTERVAL_MS
    private static final long TRANSACTION_TIMEOUT_MILLIS = 10_000; // StreamsConfig's for its producers
    private final Set<String> known = KafkaNames.known();
    private final Problems problems;

    KafkaRules(Problems problems) {
        this.problems = problems;
    }

    /** Checks each by itself. */
    void check(Collection<Given> kafka) {
        for (Given given : kafka) {
            String name = given.key().substring(Setting.KAFKA_PREFIX.length());
            Optional<String> owned = OwnedKafkaKeys.reason(name);
            if (owned.isPresent()) {
                problems.add(given.key() + " (" + given.origin() + ") is not to be set: " + owned.get());
            } else if (!known.contains(KafkaNames.bare(name))) {
                checkSpelling(given, KafkaNames.bare(name));
            } else {
                KafkaNames.objection(name, given.value())
                        .ifPresent(objection -> problems.add(refused(given, objection)));
            }
        }
    }

    private void checkSpelling(Given given, String bare) {
        NearestName.of(bare, known, TYPING_ERROR_EDITS)
                .ifPresent(near -> problems.add("Kafka knows no " + given.key() + " (" + given.origin()
                        + "); did you mean " + Setting.KAFKA_PREFIX + near + "?"));
    }

    private static String refused(Given given, String objection) {
        boolean tells = Secrets.isSecret(given.key()) && objection.contains(given.value());
        String shown = tells ? "its value is not shown" : objection;
        return "Kafka refuses " + given.key() + " (" + given.origin() + "): " + shown;
    }

    /** Checks what they say together. */
    void check(StreamSettings stream) {
        if (stream.guarantee() != Guarantee.EXACTLY_ONCE_V2) {
            return;
        }
        long commit = millis(stream, "commit.interval.ms", EXACTLY_ONCE_COMMIT_MILLIS);
        long transaction = millis(
                stream,
                "producer.transaction.timeout.ms",
                millis(stream, "transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS));
        if (stream.flow().batch().linger().toMillis() > commit) {
            problems.add(
                    ("batch.linger = %d ms is useless under exactly_once_v2: every commit scores the batch, each %d ms;"
                                    + " lower it or raise kafka.commit.interval.ms")
                            .formatted(stream.flow().batch().linger().toMillis(), commit));
        }
        if (transaction <= commit) {
            problems.add(("kafka.transaction.timeout.ms = %d must exceed kafka.commit.interval.ms = %d,"
                            + " or the broker aborts what is not yet committed")
                    .formatted(transaction, commit));
        }
    }

    private static long millis(StreamSettings stream, String name, long fallback) {
        try {
            return Long.parseLong(
                    stream.kafka().getOrDefault(name, Long.toString(fallback)).strip());
        } catch (NumberFormatException e) {
            return fallback; // Kafka's own check has refused it already.
        }
    }
}
