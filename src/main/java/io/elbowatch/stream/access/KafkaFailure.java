package io.elbowatch.stream.access;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.StreamsException;

/** Translates Kafka's exceptions into refusals that name the remedy. */
public final class KafkaFailure {
    /** Part of the message of a StreamsException; Kafka Streams has no exception type for it. */
    private static final String INVALID_PARTITIONS = "has invalid partitions";

    private KafkaFailure() {}

    /**
     * The refusal for a failure of a Kafka client.
     *
     * @param doing what was tried, as in "cannot ..."
     */
    public static Refusal refusal(String doing, String bootstrapServers, Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        String cannot = "cannot " + doing + " at " + bootstrapServers + ": ";
        Optional<ConfigException> badSetting = Causes.find(ConfigException.class, cause);
        if (badSetting.isPresent()) {
            return new Refusal(
                    "a Kafka setting is wrong: " + badSetting.get().getMessage(),
                    "correct it; Kafka's settings are set as kafka.NAME",
                    failure);
        }
        if (has(SslAuthenticationException.class, cause)) {
            return TlsFailure.refusal(cannot, failure);
        }
        if (has(AuthenticationException.class, cause)) {
            return new Refusal(
                    cannot + "the broker did not accept the credentials: " + cause.getMessage(),
                    "check kafka.sasl.mechanism and kafka.sasl.jaas.config",
                    failure);
        }
        Optional<AuthorizationException> forbidden = Causes.find(AuthorizationException.class, cause);
        if (forbidden.isPresent()) {
            return new Refusal(
                    cannot + notPermitted(forbidden.get()),
                    "grant this user the rights that docs/security.md lists, with kafka-acls.sh",
                    failure);
        }
        Optional<String> invalidPartitions = Causes.find(StreamsException.class, cause)
                .map(Throwable::getMessage)
                .filter(message -> message.contains(INVALID_PARTITIONS));
        if (invalidPartitions.isPresent()) {
            return new Refusal(
                    cannot + "the number of partitions of the images topic changed while the stream ran: "
                            + invalidPartitions.get(),
                    "start again: the start gives the changelog of the sources' states the same number",
                    failure);
        }
        if (has(TimeoutException.class, cause)) {
            return new Refusal(
                    cannot + "no answer",
                    "check that the broker runs, and that kafka.bootstrap.servers and kafka.security.protocol are"
                            + " right for it",
                    failure);
        }
        if (has(UnknownTopicOrPartitionException.class, cause)) {
            return new Refusal(
                    cannot + "a topic does not exist", "create it, or start with --topics-create true", failure);
        }
        if (has(InvalidTimestampException.class, cause)) {
            return new Refusal(
                    cannot + "the topic does not accept the time of this machine: " + cause.getMessage(),
                    "compare its clock with that of the brokers, or change message.timestamp.before.max.ms and"
                            + " message.timestamp.after.max.ms of the topic",
                    failure);
        }
        if (has(RecordTooLargeException.class, cause)) {
            return new Refusal(
                    cannot + "a record is larger than the topic accepts: " + cause.getMessage(),
                    "raise max.message.bytes of the topic",
                    failure);
        }
        return misconfigured(cannot, cause)
                .orElseGet(() ->
                        new Refusal(cannot + cause.getMessage(), "see the log for the whole stack trace", failure));
    }

    /**
     * The refusal for a client that could not be created; the reason is the root cause. A JAAS entry that cannot be
     * parsed makes a refusal without cause: Kafka quotes the word at which it fails, which may be the password, so that
     * failure must not reach the log either.
     */
    private static Optional<Refusal> misconfigured(String cannot, Throwable failure) {
        Throwable root = Causes.root(failure);
        String reason = String.valueOf(root.getMessage());
        if (reason.contains("JAAS")) {
            return Optional.of(new Refusal(
                    cannot + "kafka.sasl.jaas.config is missing or cannot be read",
                    "it must read LOGIN-MODULE required OPTION=\"VALUE\" ...;"));
        }
        return root == failure || !(failure instanceof KafkaException)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        cannot + reason, "check kafka.ssl.*, kafka.sasl.* and the files that they name", failure));
    }

    /**
     * The reason of a failure to authenticate or of a missing right; empty for other failures. An immediate retry is
     * pointless where there is one.
     */
    public static Optional<String> accessDenied(Throwable failure) {
        return Causes.find(AuthorizationException.class, failure)
                .map(KafkaFailure::notPermitted)
                .or(() -> Causes.find(AuthenticationException.class, failure)
                        .map(denied -> String.valueOf(denied.getMessage())));
    }

    private static String notPermitted(AuthorizationException forbidden) {
        if (forbidden instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return "not permitted on the topic " + String.join(", ", new TreeSet<>(topics.unauthorizedTopics()));
        }
        if (forbidden instanceof GroupAuthorizationException group && group.groupId() != null) {
            return "not permitted on the group " + group.groupId();
        }
        return "not permitted: " + forbidden.getMessage();
    }

    private static boolean has(Class<? extends Throwable> type, Throwable failure) {
        return Causes.find(type, failure).isPresent();
    }
}
