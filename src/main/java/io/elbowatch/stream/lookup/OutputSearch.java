package io.elbowatch.stream.lookup;

import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.lookup.ReadPass.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Searches an output topic for the record of one image, within {@link ReadLimits#SEARCH}. The record has the time of its
 * image or a later one, unless the clock of the image was ahead: then the broker stamped the record with its own time,
 * or the time was moved into what the topic accepts. So the record is searched in the minute from the time of the image
 * on, from the arrival of the image on, in the minute before within {@link ReadLimits#BACK}, in all that came since, and
 * in the hour before. A record that is before the image's time must name that time. Used once.
 */
final class OutputSearch {
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Predicate<ConsumerRecord<byte[], byte[]>> isOf;
    private final ReadPass pass;
    private Map<TopicPartition, Span> earliest; // of the spans so far
    private long at; // the time of the image
    private ConsumerRecord<byte[], byte[]> found; // null for none
    private boolean complete = true;

    OutputSearch(Consumer<byte[], byte[]> consumer, String topic, Predicate<ConsumerRecord<byte[], byte[]>> isOf) {
        this.consumer = consumer;
        this.topic = topic;
        this.isOf = isOf;
        this.pass = new ReadPass(consumer, ReadLimits.SEARCH);
    }

    /**
     * @param what is searched, such as "score"
     * @param atMillis the time of the image
     * @param key of the image, where it is known: its partition is read first
     * @param arrivedMillis when the image came, or its time where that is not known; asked only if it is needed
     */
    Lookup<ConsumerRecord<byte[], byte[]>> find(
            String what, long atMillis, Optional<byte[]> key, LongSupplier arrivedMillis) {
        List<TopicPartition> partitions = TimeSpans.partitions(consumer, topic);
        Optional<TopicPartition> first = key.map(bytes -> TimeSpans.ofKey(partitions, bytes));
        at = Math.max(0, atMillis);
        long past = Math.min(at, System.currentTimeMillis());
        Map<TopicPartition, Span> after =
                TimeSpans.since(consumer, partitions, at + Math.min(MINUTE, Long.MAX_VALUE - at));
        earliest = after;
        search(pass, () -> earlier(at), first);
        search(pass, () -> earlier(arrival(arrivedMillis)), first);
        search(new ReadPass(consumer, ReadLimits.BACK), () -> earlier(past - MINUTE), first);
        search(pass, () -> after, first);
        search(pass, () -> earlier(past - HOUR), first);
        if (found != null) {
            return new Found<>(found);
        }
        return new Missing<>(
                complete
                        ? "The topic " + topic + " holds no " + what + " of this image."
                        : "No " + what + " of this image is among the records of " + topic
                                + " that were read; there are more.");
    }

    private void search(ReadPass part, Supplier<Map<TopicPartition, Span>> spans, Optional<TopicPartition> first) {
        if (found == null) {
            complete &= !pass.isSpent() && read(part, spans.get(), first);
        }
    }

    /** Asking takes seconds where a partition has no leader, which are no time of reading. */
    private long arrival(LongSupplier arrivedMillis) {
        long asked = System.nanoTime();
        long arrived = arrivedMillis.getAsLong();
        pass.extend(System.nanoTime() - asked);
        return arrived;
    }

    private Map<TopicPartition, Span> earlier(long fromMillis) {
        earliest = TimeSpans.before(consumer, earliest, fromMillis);
        return earliest;
    }

    /** Returns whether all was read, or the record is found. */
    private boolean read(ReadPass part, Map<TopicPartition, Span> spans, Optional<TopicPartition> first) {
        Map<TopicPartition, Span> others = new HashMap<>(spans);
        boolean complete = first.isEmpty() || part.read(Map.of(first.get(), others.remove(first.get())), this::take);
        return complete && (found != null || part.read(others, this::take));
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        if ((record.value() == null && OutputMatch.stored(record).isEmpty())
                || !isOf.test(record)
                || (record.timestamp() < at && !OutputMatch.time(record, at))) {
            return false;
        }
        found = record;
        return true;
    }
}
