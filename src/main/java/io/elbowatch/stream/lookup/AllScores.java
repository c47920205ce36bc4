package io.elbowatch.stream.lookup;

import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.stream.lookup.ReadPass.Span;
import io.elbowatch.stream.wire.DecidedImage;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The scores of all sources in a time; where there are more than may be read, parts of every partition evenly over it. */
final class AllScores {
    private static final int PARTS = 20;

    private final String topic;
    private final ReadLimits limits;

    AllScores(String topic, ReadLimits limits) {
        this.topic = topic;
        this.limits = limits;
    }

    RecentPValues.Read read(Consumer<byte[], byte[]> consumer, long fromMillis, long toMillis) {
        AlphaTally tally = new AlphaTally();
        Predicate<ConsumerRecord<byte[], byte[]>> taker = record -> {
            DecidedImage.of(record.value())
                    .filter(image -> image.pValue() > 0)
                    .ifPresent(image -> tally.add(image.source(), image.pValue(), image.anomalous()));
            return false;
        };
        Map<TopicPartition, Span> spans =
                TimeSpans.between(consumer, TimeSpans.partitions(consumer, topic), fromMillis, toMillis);
        ReadPass pass = new ReadPass(consumer, limits);
        long all = spans.values().stream().mapToLong(Span::size).sum();
        if (all <= limits.records()) {
            return new RecentPValues.Read(tally, pass.shareOf(all, pass.read(spans, taker)));
        }
        double share = limits.records() / (double) all;
        long read = 0;
        for (int part = PARTS - 1; part >= 0 && !pass.isSpent(); part--) { // the newest first
            read += pass.offsets(TimeSpans.part(spans, share, part, PARTS), taker);
        }
        return new RecentPValues.Read(tally, read / (double) all);
    }
}
