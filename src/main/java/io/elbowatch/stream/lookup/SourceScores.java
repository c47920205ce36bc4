package io.elbowatch.stream.lookup;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.lookup.ReadPass.Span;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The scores of one source in a time. Where the topic has more records than may be read, some parts of it are read, evenly
 * over the time. Reported images come from the topic of anomalies too, which is short: they are not thinned.
 */
final class SourceScores {
    /** More points than a screen has pixels say nothing more. */
    static final int MAX_IMAGES = 4_000;

    private static final int PARTS = 60;

    /** Without a common factor with the parts. */
    private static final int STRIDE = 37;

    private final Topics topics;
    private final ReadLimits limits;

    SourceScores(Topics topics, ReadLimits limits) {
        this.topics = topics;
        this.limits = limits;
    }

    ScoreHistory.Span span(Consumer<byte[], byte[]> consumer, String source, long fromMillis, long toMillis) {
        Optional<String> input = input(source);
        String key = input.map(topic -> source.substring(Math.min(source.length(), topic.length() + 2)))
                .orElse(source);
        Map<String, DecidedImage> found = new HashMap<>();
        Predicate<ConsumerRecord<byte[], byte[]>> taker = record -> {
            if (SourceText.of(record.key()).orElse("").equals(key)) {
                DecidedImage.of(record.value())
                        .filter(image -> input.isEmpty()
                                || input.get().equals(image.image().topic()))
                        .filter(image -> image.timestampMillis() >= fromMillis && image.timestampMillis() < toMillis)
                        .ifPresent(image -> found.put(image.image().text(), image));
            }
            return false;
        };
        double share = read(consumer, topics.scores(), key, fromMillis, toMillis, taker);
        boolean allReported = share == 1 || read(consumer, topics.anomalies(), key, fromMillis, toMillis, taker) == 1;
        List<DecidedImage> images = new ArrayList<>(found.values());
        images.sort(Comparator.comparingLong(DecidedImage::timestampMillis)
                .thenComparing(image -> image.image().text()));
        return thinned(images, share, allReported);
    }

    /** The topic before the key, as the page shows sources where there are several topics of images. */
    private Optional<String> input(String source) {
        return topics.inputs().stream()
                .filter(topic -> topics.severalInputs() && (source.startsWith(topic + ": ") || source.equals(topic)))
                .findFirst();
    }

    /** Returns the share that was read. */
    private double read(
            Consumer<byte[], byte[]> consumer,
            String topic,
            String key,
            long fromMillis,
            long toMillis,
            Predicate<ConsumerRecord<byte[], byte[]>> taker) {
        List<TopicPartition> partitions = TimeSpans.partitions(consumer, topic);
        Map<TopicPartition, Span> spans = TimeSpans.between(consumer, partitions, fromMillis, toMillis);
        ReadPass pass = new ReadPass(consumer, limits);
        long all = spans.values().stream().mapToLong(Span::size).sum();
        if (all <= limits.records()) {
            return pass.shareOf(all, pass.read(spans, taker));
        }
        Map<TopicPartition, Span> own = spans;
        if (SourceText.isWhole(key)) {
            TopicPartition only = TimeSpans.ofKey(partitions, key.getBytes(UTF_8));
            own = Map.of(only, spans.get(only));
        }
        long size = own.values().stream().mapToLong(Span::size).sum();
        if (size <= limits.records()) {
            return pass.shareOf(size, pass.read(own, taker));
        }
        double share = limits.records() / (double) size;
        long read = 0;
        for (int k = 0; k < PARTS && !pass.isSpent(); k++) {
            int i = (PARTS - 1 + k * STRIDE) % PARTS; // all over the span, in case that time runs out
            read += pass.offsets(TimeSpans.part(own, share, i, PARTS), taker);
        }
        return read / (double) size;
    }

    private static ScoreHistory.Span thinned(List<DecidedImage> images, double share, boolean allReported) {
        if (images.size() <= MAX_IMAGES) {
            return new ScoreHistory.Span(images, share, allReported);
        }
        int step = (images.size() + MAX_IMAGES - 1) / MAX_IMAGES;
        List<DecidedImage> kept = new ArrayList<>();
        int reported = 0;
        for (int i = 0; i < images.size(); i++) {
            boolean isReported = images.get(i).anomalous() && reported < MAX_IMAGES;
            reported += isReported ? 1 : 0;
            if (isReported || i % step == 0) {
                kept.add(images.get(i));
            }
        }
        return new ScoreHistory.Span(kept, share / step, allReported && reported < MAX_IMAGES);
    }
}
