package io.elbowatch.stream.control;

import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.wire.PlanRecord;
import io.elbowatch.stream.wire.SettingsJson;
import io.elbowatch.stream.wire.SettingsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the settings topic has now, of the records that can be read. Compaction may have removed all plans but the last.
 *
 * @param plans in the order of their offsets
 * @param verdict the last settings of the verdict of all bundles
 */
public record PublishedPlan(List<Entry> plans, VerdictSettings verdict) {

    /** A record of a plan, or of its withdrawal. @param plan empty where the plan of the start holds from here on */
    public record Entry(long offset, Optional<PlanRecord> plan) {}

    public PublishedPlan {
        plans = List.copyOf(plans);
    }

    /** Reads the topic to its end. @throws io.elbowatch.core.Refusal when it cannot be read */
    public static PublishedPlan read(StreamSettings stream) {
        List<Entry> plans = new ArrayList<>();
        VerdictSettings verdict = VerdictSettings.START;
        try (TopicTail topic = TopicTail.of(stream, SettingsPublisher.topic(stream))) {
            for (ConsumerRecord<byte[], byte[]> record : topic.next()) {
                SettingsRecord read = SettingsJson.read(record.key(), record.value());
                if (read instanceof SettingsRecord.Plan written) {
                    plans.add(new Entry(record.offset(), Optional.of(written.plan())));
                } else if (read instanceof SettingsRecord.PlanWithdrawal) {
                    plans.add(new Entry(record.offset(), Optional.empty()));
                } else if (read instanceof SettingsRecord.Change change) {
                    verdict = change.settings();
                } else if (read instanceof SettingsRecord.Withdrawal) {
                    verdict = VerdictSettings.START;
                }
            }
        }
        return new PublishedPlan(plans, verdict);
    }

    /** The last record; empty where there was none. */
    public Optional<Entry> last() {
        return plans.isEmpty() ? Optional.empty() : Optional.of(plans.get(plans.size() - 1));
    }

    /** The last record that is not after an offset. */
    Optional<Entry> upTo(long offset) {
        return plans.stream().filter(entry -> entry.offset() <= offset).reduce((earlier, later) -> later);
    }
}
