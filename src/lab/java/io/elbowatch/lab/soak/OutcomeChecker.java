package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.stream.flow.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads what is committed, from the beginning, and enters it into the ledger and the replay: every record once, since it neither commits
 * nor goes back. Used by one thread.
 */
final class OutcomeChecker implements AutoCloseable {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_EXAMPLES = 5;

    private final ImagePool pool;
    private final List<String> versions;
    private final Ledger ledger;
    private final IncidentReplay replay;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<String> examples = new ArrayList<>();

    OutcomeChecker(
            String bootstrapServers, ImagePool pool, List<String> versions, Ledger ledger, IncidentReplay replay) {
        this.pool = pool;
        this.versions = versions;
        this.ledger = ledger;
        this.replay = replay;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        // A record that is gone before it was read would be counted as lost: say what happened instead.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(
                        TOPICS.scores(), TOPICS.rejected(), TOPICS.anomalies(), TOPICS.incidents())
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    /** Enters what comes within so long. @return how many records */
    int read(Duration patience) {
        int records = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            enter(record);
            records++;
        }
        return records;
    }

    /** Whether it has read so far in each partition. */
    boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    List<TopicPartition> partitions() {
        return List.copyOf(consumer.assignment());
    }

    /** Some of the records that are not as they should be. */
    List<String> examples() {
        return List.copyOf(examples);
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(TOPICS.incidents())) {
            replay.written(new String(record.key(), UTF_8), record.value());
        } else if (record.topic().equals(TOPICS.rejected())) {
            ledger.rejected(number(record));
        } else if (record.topic().equals(TOPICS.anomalies())) {
            ledger.announced(number(record));
        } else {
            JsonNode score = json(record.value());
            Optional<String> wrong = wrong(score, ledger.image(number(record)));
            wrong.filter(what -> examples.size() < MOST_EXAMPLES)
                    .ifPresent(what -> examples.add("image " + number(record) + ": " + what));
            boolean first = ledger.scored(
                    number(record),
                    wrong.isEmpty(),
                    score.at("/verdict/anomalous").asBoolean());
            if (first) {
                replay.scored(score);
            }
        }
    }

    /** What is not as in the undisturbed model. Floats are written with all of their digits: equal numbers are equal bits. */
    private Optional<String> wrong(JsonNode score, OptionalInt image) {
        if (image.isEmpty()) {
            return Optional.of("scored, and it is no image");
        }
        JsonNode expected = pool.expected(image.getAsInt());
        for (String field : List.of("terms", "pValues")) {
            if (!score.get(field).equals(expected.get(field))) {
                return Optional.of(score.get(field) + " instead of " + expected.get(field));
            }
        }
        JsonNode model = score.get("model");
        if (!model.get("sha256").equals(expected.at("/model/sha256"))
                || !versions.contains(model.get("version").asText())) {
            return Optional.of("scored by " + model);
        }
        JsonNode verdict = score.get("verdict");
        double pValue = verdict.get("pValue").asDouble();
        double alpha = verdict.get("alpha").asDouble();
        boolean judged = Scorers.mayJudgeBy(alpha)
                && verdict.get("pValue").equals(expected.at("/pValues/default"))
                && verdict.get("anomalous").asBoolean() == (pValue <= alpha);
        return judged ? Optional.empty() : Optional.of("judged " + verdict);
    }

    private static int number(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Feed.NUMBER);
        if (header == null) {
            throw new IllegalStateException(
                    "no number on " + record.topic() + "-" + record.partition() + " at offset " + record.offset());
        }
        return Integer.parseInt(new String(header.value(), US_ASCII));
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
