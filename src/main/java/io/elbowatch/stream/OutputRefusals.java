package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.OutputLimits;
import io.elbowatch.stream.flow.Outputs;
import io.elbowatch.stream.flow.RecordRefusal;
import io.elbowatch.stream.flow.RefusedImages.Refused;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.preflight.TopicLimits;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a broker refused a record and a stream thread died of it. The limits of the topics are read again,
 * so that the image gets through at the next attempt. Where they allow the record, its image is at fault, and after the
 * second time it is rejected. Where they allow nothing, the topic is at fault: no image is rejected for it.
 */
final class OutputRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(OutputRefusals.class);

    private final StreamSettings settings;
    private final Outputs outputs;

    OutputRefusals(StreamSettings settings, Outputs outputs) {
        this.settings = settings;
        this.outputs = outputs;
    }

    /**
     * Prepares the next attempt.
     *
     * @return what to report if no attempt succeeds; empty where the thread did not die of a record
     */
    Optional<Refusal> prepare(Throwable failure) {
        if (RecordRefusal.in(failure).isEmpty()) {
            return Optional.empty();
        }
        List<Refused> refused = outputs.refused().take();
        boolean timestamp = RecordRefusal.ofTimestamp(failure)
                || refused.stream().anyMatch(record -> RecordRefusal.ofTimestamp(record.failure()));
        try {
            outputs.limits().readAgain(limits(), timestamp);
        } catch (Refusal topicAtFault) {
            LOG.warn(
                    "limits of the output topics kept reason=\"{}\" remedy=\"{}\"",
                    topicAtFault.getMessage(),
                    topicAtFault.remedy());
            return Optional.of(topicAtFault);
        }
        Topics topics = settings.flow().topics();
        refused.stream()
                .filter(record -> !RecordRefusal.ofTimestamp(record.failure()))
                .forEach(record -> outputs.refused().blame(record, topics.rejected()));
        String topic = refused.stream().map(Refused::topic).findFirst().orElse("of the output");
        return Optional.of(
                timestamp
                        ? new Refusal(
                                "the topic " + topic + " refuses the timestamps of all records",
                                "compare the clocks of this machine and of the brokers; raise"
                                        + " message.timestamp.before.max.ms and message.timestamp.after.max.ms of "
                                        + topic
                                        + ", or set its message.timestamp.type to LogAppendTime",
                                failure)
                        : new Refusal(
                                "the topic " + topic + " refuses what is written to it: "
                                        + RecordRefusal.in(failure).get().getMessage(),
                                "check max.message.bytes and cleanup.policy of " + topic
                                        + ", and what else validates its records",
                                failure));
    }

    private OutputLimits limits() {
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(settings)) {
            return new TopicLimits(settings, cluster).readAgain();
        }
    }
}
