package io.elbowatch.stream.access;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsException;

/** Translates Kafka's exceptions into refusals that name the remedy. */
public final class KafkaFailure {
    /** Part of the message of a StreamsException; Kafka Streams has no exception type for it. */
    private static final String INVALID_PARTITIONS = "has invalid partitions";

    private static final Pattern SASL = Pattern.compile("(?i)\\b(sasl|kerberos|login)\\b");
    private static final Pattern TLS = Pattern.compile("(?i)\\b(ssl|tls|pem)\\b|key ?store|trust ?store");

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
        if (has(UnsupportedVersionException.class, cause)) {
            return new Refusal(
                    cannot + "the brokers do not support it: "
                            + Causes.find(UnsupportedVersionException.class, cause)
                                    .get()
                                    .getMessage(),
                    "upgrade the brokers to the version that README.md names, and their features with"
                            + " kafka-features.sh, or leave out the kafka.* setting that needs it",
                    failure);
        }
        if (has(CoordinatorNotAvailableException.class, cause)) {
            return new Refusal(
                    cannot + "no broker coordinates groups and transactions",
                    "start as many brokers as offsets.topic.replication.factor and"
                            + " transaction.state.log.replication.factor of the brokers say",
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
        return misconfigured(cannot, cause).orElseGet(() -> unknown(cannot, failure, cause));
    }

    /** Kafka wraps many a reason, so the innermost one is told, too. */
    private static Refusal unknown(String cannot, Throwable failure, Throwable cause) {
        Throwable root = Causes.root(cause);
        String reason = root == cause || root.getMessage() == null
                ? String.valueOf(cause.getMessage())
                : cause.getMessage() + ": " + root.getMessage();
        return new Refusal(
                cannot + (cause.getMessage() == null ? cause.getClass().getSimpleName() : reason),
                "start with --verbose for the whole stack trace",
                failure);
    }

    /**
     * The refusal for a client that could not be created because of its access settings; the reason is the root cause. A
     * JAAS entry that cannot be parsed makes a refusal without cause: Kafka quotes the word at which it fails, which may
     * be the password, so that failure must not reach the log either.
     */
    private static Optional<Refusal> misconfigured(String cannot, Throwable failure) {
        Throwable root = Causes.root(failure);
        String reason = String.valueOf(root.getMessage());
        if (reason.contains("JAAS")) {
            return Optional.of(new Refusal(
                    cannot + "kafka.sasl.jaas.config is missing or cannot be read",
                    "it must read LOGIN-MODULE required OPTION=\"VALUE\" ...;"));
        }
        if (concerns(failure, SASL, List.of(LoginException.class, SaslException.class))) {
            return Optional.of(
                    new Refusal(cannot + reason, "check kafka.sasl.* and the files that these settings name", failure));
        }
        if (concerns(failure, TLS, List.of(GeneralSecurityException.class, SSLException.class))) {
            return Optional.of(
                    new Refusal(cannot + reason, "check kafka.ssl.* and the files that these settings name", failure));
        }
        return Optional.empty();
    }

    /** Kafka has no exception types for most access settings that are wrong: its messages name them. */
    private static boolean concerns(Throwable failure, Pattern words, List<Class<? extends Throwable>> types) {
        return Causes.chain(failure).stream()
                .anyMatch(cause -> types.stream().anyMatch(type -> type.isInstance(cause))
                        || cause instanceof KafkaException
                                && words.matcher(String.valueOf(cause.getMessage()))
                                        .find());
    }

    /**
     * Whether waiting may heal it: the cluster did not answer, or is about to elect or create something. Credentials,
     * rights, certificates, versions and settings stay as they are.
     */
    static boolean heals(Throwable failure) {
        boolean lasts = Stream.of(
                        AuthenticationException.class,
                        AuthorizationException.class,
                        ConfigException.class,
                        UnsupportedVersionException.class)
                .anyMatch(type -> has(type, failure));
        return !lasts
                && (has(RetriableException.class, failure)
                        || has(TopicExistsException.class, failure)
                        || has(java.util.concurrent.TimeoutException.class, failure));
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
