package io.elbowatch.stream.lookup;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.lookup.ReadPass.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** The offsets of a topic in a time. A record of the time is never before its span, whatever the order of timestamps. */
final class TimeSpans {
    static final Duration CALL = Duration.ofSeconds(4);

    private TimeSpans() {}

    /** Its partitions. @throws Refusal if the topic does not exist */
    static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions =
                Optional.ofNullable(consumer.partitionsFor(topic, CALL)).orElse(List.of()).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .sorted((a, b) -> a.partition() - b.partition())
                        .toList();
        if (partitions.isEmpty()) {
            throw new Refusal("there is no topic " + topic, "create it, or start with --topics-create true");
        }
        return partitions;
    }

    /** From the first record of a time to the end of what is committed. */
    static Map<TopicPartition, Span> since(Consumer<?, ?> consumer, List<TopicPartition> partitions, long fromMillis) {
        return between(consumer, partitions, fromMillis, Long.MAX_VALUE);
    }

    /** @param toMillis the span ends with the first record of this time, or at the end */
    static Map<TopicPartition, Span> between(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, long fromMillis, long toMillis) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
        Map<TopicPartition, Long> firsts = at(consumer, partitions, fromMillis, ends);
        Map<TopicPartition, Long> afters = at(consumer, partitions, toMillis, ends);
        Map<TopicPartition, Span> spans = new HashMap<>();
        for (TopicPartition partition : partitions) {
            spans.put(partition, new Span(firsts.get(partition), afters.get(partition)));
        }
        return spans;
    }

    /** From the first record of an earlier time to the spans of a later one. */
    static Map<TopicPartition, Span> before(Consumer<?, ?> consumer, Map<TopicPartition, Span> later, long fromMillis) {
        Map<TopicPartition, Long> afters = new HashMap<>();
        later.forEach((partition, span) -> afters.put(partition, span.first()));
        Map<TopicPartition, Long> firsts = at(consumer, List.copyOf(afters.keySet()), fromMillis, afters);
        Map<TopicPartition, Span> spans = new HashMap<>();
        afters.forEach((partition, after) -> spans.put(partition, new Span(firsts.get(partition), after)));
        return spans;
    }

    private static Map<TopicPartition, Long> at(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, long millis, Map<TopicPartition, Long> ends) {
        if (millis == Long.MAX_VALUE) {
            return ends;
        }
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> Math.max(0, millis)));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, CALL);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            long end = ends.get(partition);
            offsets.put(partition, first == null ? end : Math.min(first.offset(), end));
        }
        return offsets;
    }

    /**
     * One of many parts of every span, evenly over it. No two parts overlap, also of a span with few records.
     *
     * @param share of each span that is in all parts together
     * @param part from 0
     */
    static Map<TopicPartition, Span> part(Map<TopicPartition, Span> spans, double share, int part, int parts) {
        Map<TopicPartition, Span> found = new HashMap<>();
        spans.forEach((partition, span) -> {
            long wanted = Math.min(span.size(), Math.max(1, (long) (span.size() * share)));
            long before = wanted * part / parts;
            long first = span.first() + (span.size() - wanted) * part / (parts - 1) + before;
            found.put(partition, new Span(first, first + wanted * (part + 1) / parts - before));
        });
        return found;
    }

    /** The partition into which Kafka's producers put this key, unless partitions were added since. */
    static TopicPartition ofKey(List<TopicPartition> partitions, byte[] key) {
        return partitions.get(Utils.toPositive(Utils.murmur2(key)) % partitions.size());
    }
}
