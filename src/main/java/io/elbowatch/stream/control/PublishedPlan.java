package io.elbowatch.stream.control;

import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.wire.PlanRecord;
import io.elbowatch.stream.wire.SettingsJson;
import io.elbowatch.stream.wire.SettingsRecord;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the settings topic says now, of the records that can be read.
 *
 * @param plan empty where the instances have the plan of their start
 * @param planOffset of that record, or of its withdrawal; empty where there was none
 * @param verdict the settings of the verdict of all bundles
 */
public record PublishedPlan(Optional<PlanRecord> plan, OptionalLong planOffset, VerdictSettings verdict) {

    /** Reads the topic to its end. @throws io.elbowatch.core.Refusal when it cannot be read */
    public static PublishedPlan read(StreamSettings stream) {
        PublishedPlan now = new PublishedPlan(Optional.empty(), OptionalLong.empty(), VerdictSettings.START);
        try (TopicTail topic = TopicTail.of(stream, SettingsPublisher.topic(stream))) {
            for (ConsumerRecord<byte[], byte[]> record : topic.next()) {
                now = now.after(record);
            }
        }
        return now;
    }

    private PublishedPlan after(ConsumerRecord<byte[], byte[]> record) {
        SettingsRecord read = SettingsJson.read(record.key(), record.value());
        OptionalLong offset = OptionalLong.of(record.offset());
        if (read instanceof SettingsRecord.Plan written) {
            return new PublishedPlan(Optional.of(written.plan()), offset, verdict);
        }
        if (read instanceof SettingsRecord.PlanWithdrawal) {
            return new PublishedPlan(Optional.empty(), offset, verdict);
        }
        if (read instanceof SettingsRecord.Change change) {
            return new PublishedPlan(plan, planOffset, change.settings());
        }
        return read instanceof SettingsRecord.Withdrawal
                ? new PublishedPlan(plan, planOffset, VerdictSettings.START)
                : this;
    }
}
