package io.elbowatch.stream.lookup;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.intake.InputRecord;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.lookup.Lookup.Foreign;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.reference.FollowedArrival;
import io.elbowatch.stream.reference.ObjectSource;
import io.elbowatch.stream.reference.StoredValues;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.wire.OutputOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks records up in Kafka: images in the records of the input topics, results in the output topics of one application, and in no
 * others. One consumer without a group reads, committed records only, for one caller at a time.
 */
public final class KafkaLookup implements ImageLookup, ScoreLookup, ScoreHistory, RecentPValues, AutoCloseable {
    private static final int FETCH_BYTES = 4 << 20;
    private static final int PARTITION_FETCH_BYTES = 1 << 20;
    private static final int POLL_RECORDS = 2_000;

    private final Topics topics;
    private final Intakes intakes; // used in turns, as the consumer is
    private final Optional<? extends ObjectSource> objects;
    private final StoredValues stored;
    private final SideReads reads;
    private final SourceScores scores;
    private final AllScores allScores;

    private KafkaLookup(
            Topics topics,
            IntakeSettings intake,
            Optional<? extends ObjectSource> objects,
            StoredValues stored,
            SideReads reads,
            ReadLimits history) {
        this.topics = topics;
        this.stored = stored;
        this.objects = objects;
        this.intakes = new Intakes(intake);
        this.reads = reads;
        this.scores = new SourceScores(topics, history);
        this.allScores = new AllScores(topics.scores(), history);
    }

    /** A lookup that fetches no images of references. */
    public static KafkaLookup of(StreamSettings settings) {
        return of(settings, Optional.empty());
    }

    /** @param objects of records that refer to their images; empty where none are fetched; it stays open */
    public static KafkaLookup of(StreamSettings settings, Optional<? extends ObjectSource> objects) {
        return new KafkaLookup(
                settings.flow().topics(),
                settings.flow().intake(),
                objects,
                StoredValues.of(settings.flow().storage()),
                new SideReads(() -> consumer(settings), settings.bootstrapServers()),
                ReadLimits.HISTORY);
    }

    static KafkaLookup of(
            Topics topics,
            IntakeSettings intake,
            Supplier<Consumer<byte[], byte[]>> consumers,
            String bootstrapServers,
            ReadLimits history) {
        return of(topics, intake, Optional.empty(), consumers, bootstrapServers, history);
    }

    static KafkaLookup of(
            Topics topics,
            IntakeSettings intake,
            Optional<? extends ObjectSource> objects,
            Supplier<Consumer<byte[], byte[]>> consumers,
            String bootstrapServers,
            ReadLimits history) {
        return of(topics, intake, objects, StoredValues.of(StorageSettings.NONE), consumers, bootstrapServers, history);
    }

    static KafkaLookup of(
            Topics topics,
            IntakeSettings intake,
            Optional<? extends ObjectSource> objects,
            StoredValues stored,
            Supplier<Consumer<byte[], byte[]>> consumers,
            String bootstrapServers,
            ReadLimits history) {
        return new KafkaLookup(topics, intake, objects, stored, new SideReads(consumers, bootstrapServers), history);
    }

    private static Consumer<byte[], byte[]> consumer(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>(SideConsumer.properties(settings, "lookup", TimeSpans.CALL));
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), SideConsumer.values(settings));
    }

    @Override
    public Lookup<StoredImage> image(OutputOrigin image) {
        if (!topics.inputs().contains(image.topic())) {
            return new Foreign<>(foreign(image));
        }
        Lookup<Came> came = came(image);
        if (came instanceof Missing<Came> missing) {
            return new Missing<>(missing.why());
        }
        // Another caller may read while an object is fetched.
        return stored(image, ((Found<Came>) came).value());
    }

    private Lookup<Came> came(OutputOrigin image) {
        return reads.use("read the topic " + image.topic(), consumer -> came(consumer, image));
    }

    private String foreign(OutputOrigin image) {
        return image.topic() + " is no topic of images of this application; it reads "
                + String.join(", ", topics.inputs());
    }

    private Lookup<Came> came(Consumer<byte[], byte[]> consumer, OutputOrigin image) {
        TopicPartition at = new TopicPartition(image.topic(), image.partition());
        if (!TimeSpans.partitions(consumer, image.topic()).contains(at)) {
            return new Missing<>("The topic " + image.topic() + " has no partition " + image.partition() + ".");
        }
        long begin = consumer.beginningOffsets(Set.of(at), TimeSpans.CALL).get(at);
        if (image.offset() < begin) {
            return new Missing<>("Kafka no longer has this image: retention has deleted it. Partition "
                    + image.partition() + " of " + image.topic() + " begins at offset " + begin + " now.");
        }
        long end = consumer.endOffsets(Set.of(at), TimeSpans.CALL).get(at);
        if (image.offset() >= end) {
            return new Missing<>("There is no such image yet: partition " + image.partition() + " of " + image.topic()
                    + " ends before offset " + end + ".");
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        boolean complete = new ReadPass(consumer, ReadLimits.SEARCH)
                .read(Map.of(at, new ReadPass.Span(image.offset(), image.offset() + 1)), found::add);
        Optional<Came> came = found.stream()
                .map(record -> new Came(record, intakes.read(InputRecord.of(record))))
                .filter(one -> one.record().value() != null || one.arrival() instanceof Arrival.Reference)
                .findFirst();
        if (came.isEmpty()) {
            return new Missing<>(
                    complete
                            ? "There is no image at this offset: it was never committed, or it was deleted."
                            : "Kafka did not deliver this image in time.");
        }
        return new Found<>(came.get());
    }

    private Lookup<StoredImage> stored(OutputOrigin at, Came came) {
        try {
            return new Found<>(came.stored(at, FollowedArrival.of(came.arrival(), objects)));
        } catch (IOException e) {
            return new Missing<>("The image cannot be fetched: " + e.getMessage());
        }
    }

    @Override
    public Lookup<byte[]> score(OutputOrigin image, OptionalLong timestampMillis) {
        return value(
                output(topics.scores(), "score", image, timestampMillis, record -> OutputMatch.json(record, image)));
    }

    @Override
    public Lookup<byte[]> anomaly(OutputOrigin image, OptionalLong timestampMillis) {
        return value(output(
                topics.anomalies(), "anomaly", image, timestampMillis, record -> OutputMatch.json(record, image)));
    }

    @Override
    public Lookup<byte[]> picture(OutputOrigin image, OptionalLong timestampMillis) {
        return value(output(
                topics.evidence(), "picture", image, timestampMillis, record -> OutputMatch.headers(record, image)));
    }

    /** The value, from the store where it is there: only pictures are. Another caller may read from Kafka meanwhile. */
    private Lookup<byte[]> value(Lookup<ConsumerRecord<byte[], byte[]>> output) {
        if (output instanceof Found<ConsumerRecord<byte[], byte[]>> found) {
            ConsumerRecord<byte[], byte[]> record = found.value();
            if (record.value() != null) {
                return new Found<>(record.value());
            }
            try {
                return new Found<>(stored.get(OutputMatch.stored(record).orElseThrow()));
            } catch (IOException e) {
                return new Missing<>("The picture cannot be fetched: " + e.getMessage());
            }
        }
        return output instanceof Missing<ConsumerRecord<byte[], byte[]>> missing
                ? new Missing<>(missing.why())
                : new Foreign<>(((Foreign<ConsumerRecord<byte[], byte[]>>) output).why());
    }

    private Lookup<ConsumerRecord<byte[], byte[]>> output(
            String topic,
            String what,
            OutputOrigin image,
            OptionalLong timestampMillis,
            Predicate<ConsumerRecord<byte[], byte[]>> isOf) {
        if (!topics.inputs().contains(image.topic())) {
            return new Foreign<>(foreign(image));
        }
        String doing = "read the topic " + topic;
        if (timestampMillis.isPresent()) {
            long at = timestampMillis.getAsLong();
            return reads.use(
                    doing,
                    consumer -> new OutputSearch(consumer, topic, isOf)
                            .find(what, at, Optional.empty(), () -> earliestMillis(consumer, image, at)));
        }
        Lookup<Came> came = came(image);
        if (came instanceof Found<Came> found) {
            Came one = found.value();
            return reads.use(
                    doing,
                    consumer -> new OutputSearch(consumer, topic, isOf)
                            .find(what, one.timestampMillis(), Optional.ofNullable(one.source()), one::earliestMillis));
        }
        return new Missing<>("The time of this image is not known. " + ((Missing<Came>) came).why());
    }

    private long earliestMillis(Consumer<byte[], byte[]> consumer, OutputOrigin image, long otherwise) {
        try {
            return came(consumer, image) instanceof Found<Came> found
                    ? found.value().earliestMillis()
                    : otherwise;
        } catch (Refusal | KafkaException unknown) { // outputs may outlive the topic, and be readable where it is not
            return otherwise;
        }
    }

    @Override
    public Span span(String source, long fromMillis, long toMillis) {
        return reads.use(
                "read the topic " + topics.scores(), consumer -> scores.span(consumer, source, fromMillis, toMillis));
    }

    @Override
    public Read pValues(long fromMillis, long toMillis) {
        return reads.use(
                "read the topic " + topics.scores(), consumer -> allScores.read(consumer, fromMillis, toMillis));
    }

    @Override
    public void close() {
        reads.close();
        stored.close();
    }
}
