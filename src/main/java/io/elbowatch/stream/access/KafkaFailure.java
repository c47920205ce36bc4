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
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.StreamsException;

/** The one place where Kafka's exceptions become refusals that say what to mend. */
public final class KafkaFailure {
    /** Kafka Streams has no exception of its own for it. */
    private static final String INVALID_PARTITIONS = "has invalid partitions";

    private KafkaFailure() {}

    /**
     * The refusal that a failure of a Kafka client amounts to.
     *
     * @param doing what was tried, as in "cannot ..."
     */
    public static Refusal refusal(String doing, String bootstrapServers, Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        String what = "cannot " + doing + " at " + bootstrapServers + ": ";
        ConfigException badSetting = Causes.find(ConfigException.class, cause).orElse(null);
        if (badSetting != null) {
            return new Refusal(
                    "a Kafka setting is wrong: " + badSetting.getMessage(),
                    "correct it; Kafka's settings are given as kafka.NAME",
                    failure);
        }
        if (Causes.find(SslAuthenticationException.class, cause).isPresent()) {
            return TlsFailure.refusal(what, failure);
        }
        if (Causes.find(AuthenticationException.class, cause).isPresent()) {
            return new Refusal(
                    what + "the broker did not accept the credentials: " + cause.getMessage(),
                    "check kafka.sasl.mechanism and kafka.sasl.jaas.config",
                    failure);
        }
        AuthorizationException forbidden =
                Causes.find(AuthorizationException.class, cause).orElse(null);
        if (forbidden != null) {
            return new Refusal(
                    what + "not permitted" + on(forbidden),
                    "grant this user the rights that docs/security.md lists, with kafka-acls.sh",
                    failure);
        }
        StreamsException stopped = Causes.find(StreamsException.class, cause).orElse(null);
        if (stopped != null && String.valueOf(stopped.getMessage()).contains(INVALID_PARTITIONS)) {
            return new Refusal(
                    what + "the images topic was given other partitions while the stream ran: " + stopped.getMessage(),
                    "start again: the start gives the topic of the sources' states as many",
                    failure);
        }
        if (Causes.find(TimeoutException.class, cause).isPresent()) {
            return new Refusal(
                    what + "no answer",
                    "check that the broker runs and that kafka.bootstrap.servers and kafka.security.protocol are its",
                    failure);
        }
        if (Causes.find(UnknownTopicOrPartitionException.class, cause).isPresent()) {
            return new Refusal(
                    what + "a topic does not exist", "create it, or start with --topics-create true", failure);
        }
        if (Causes.find(RecordTooLargeException.class, cause).isPresent()) {
            return new Refusal(
                    what + "a record is larger than the topic takes: " + cause.getMessage(),
                    "raise max.message.bytes of the topic",
                    failure);
        }
        return misconfigured(what, cause)
                .orElseGet(() -> new Refusal(what + cause.getMessage(), "see the log for the whole failure", failure));
    }

    /**
     * Of a client that could not even be made: the reason lies at the bottom. Where the login module's line cannot be read, Kafka quotes
     * the word that it stumbles on, maybe the password: then not even the log may have the failure.
     */
    private static Optional<Refusal> misconfigured(String what, Throwable failure) {
        Throwable root = Causes.root(failure);
        String said = String.valueOf(root.getMessage());
        if (said.contains("JAAS")) {
            return Optional.of(new Refusal(
                    what + "kafka.sasl.jaas.config is missing or cannot be read",
                    "it must read LOGIN-MODULE required OPTION=\"VALUE\" ...;"));
        }
        return root == failure || !(failure instanceof KafkaException)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        what + said, "check kafka.ssl.*, kafka.sasl.* and the files that they name", failure));
    }

    /** Whether the cluster does not let this user in, or do what is needed: then trying again at once helps nobody. */
    public static boolean isOfAccess(Throwable failure) {
        return Causes.find(AuthenticationException.class, failure).isPresent()
                || Causes.find(AuthorizationException.class, failure).isPresent();
    }

    /** Such a failure in a few words. */
    public static String ofAccess(Throwable failure) {
        AuthorizationException forbidden =
                Causes.find(AuthorizationException.class, failure).orElse(null);
        return forbidden == null
                ? Causes.find(AuthenticationException.class, failure)
                        .map(Throwable::getMessage)
                        .orElse("null")
                : "not permitted" + on(forbidden);
    }

    private static String on(AuthorizationException forbidden) {
        if (forbidden instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return " on the topic " + String.join(", ", new TreeSet<>(topics.unauthorizedTopics()));
        }
        if (forbidden instanceof GroupAuthorizationException group && group.groupId() != null) {
            return " on the group " + group.groupId();
        }
        return ": " + forbidden.getMessage();
    }
}
