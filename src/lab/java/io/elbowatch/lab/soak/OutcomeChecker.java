package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.soak.SwappedBundles.Stamp;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads every committed record once, from the beginning, compares it with the expected outcome, and enters it into
 * ledger and replay. Used by one thread.
 */
final class OutcomeChecker implements AutoCloseable {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIMESTAMP = Headers.TIMESTAMP;
    private static final int MAX_EXAMPLES = 5;

    private final ImagePool pool;
    private final List<String> versions;
    private final Optional<PlanLog> plans; // empty with one model throughout
    private final SettingsOrder settings;
    private final Ledger ledger;
    private final IncidentReplay replay;
    private final OutcomeReader reader;
    private final List<String> examples = new ArrayList<>();

    OutcomeChecker(
            OutcomeReader reader,
            ImagePool pool,
            List<String> versions,
            Optional<PlanLog> plans,
            SettingsOrder settings,
            Ledger ledger,
            IncidentReplay replay) {
        this.pool = pool;
        this.versions = versions;
        this.plans = plans;
        this.settings = settings;
        this.ledger = ledger;
        this.replay = replay;
        this.reader = reader;
    }

    /** Enters the records that come within the timeout. */
    void read(Duration timeout) {
        reader.read(timeout, this::enter);
    }

    /** Whether it has read up to this offset in each partition. */
    boolean hasReached(Map<TopicPartition, Long> ends) {
        return reader.hasReached(ends);
    }

    List<TopicPartition> partitions() {
        return reader.partitions();
    }

    /** Some of the records that are wrong, with the reason. */
    List<String> examples() {
        return List.copyOf(examples);
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(TOPICS.incidents())) {
            replay.written(new String(record.key(), UTF_8), record.value());
        } else if (record.topic().equals(TOPICS.rejected())) {
            Header timestamp = record.headers().lastHeader(TIMESTAMP);
            ledger.rejected(
                    number(record),
                    timestamp != null
                            && isTimestamp(number(record), Long.parseLong(new String(timestamp.value(), US_ASCII))));
        } else if (record.topic().equals(TOPICS.anomalies())) {
            ledger.announced(number(record));
        } else {
            JsonNode score = json(record.value());
            Optional<String> wrong =
                    isTimestamp(number(record), score.at("/image/timestamp").asLong())
                            ? wrong(score, ledger.image(number(record)))
                            : Optional.of("timestamp of " + score.get("image"));
            wrong.filter(what -> examples.size() < MAX_EXAMPLES)
                    .ifPresent(what -> examples.add("image " + number(record) + ": " + what));
            boolean first = ledger.scored(
                    number(record),
                    wrong.isEmpty(),
                    score.at("/verdict/anomalous").asBoolean());
            if (first) {
                settings.scored(number(record), settingsOffset(score));
                replay.scored(score);
            }
        }
    }

    /** The difference to the undisturbed model. Floats are written with all digits: equal numbers have equal bits. */
    private Optional<String> wrong(JsonNode score, OptionalInt image) {
        if (image.isEmpty()) {
            return Optional.of("scored, although it cannot be decoded");
        }
        JsonNode model = score.get("model");
        Stamp stamp =
                new Stamp(model.get("sha256").asText(), model.get("version").asText());
        Optional<JsonNode> scored = pool.expected(image.getAsInt(), stamp.sha256());
        Optional<String> foreign = plans.isPresent()
                ? plans.get()
                        .wrong(
                                settingsOffset(score),
                                score.at("/image/source").asText(),
                                score.path("bundle").asText(),
                                stamp)
                : Optional.of("scored by " + model).filter(any -> !versions.contains(stamp.version()));
        if (scored.isEmpty() || foreign.isPresent()) {
            return foreign.or(() -> Optional.of("scored by " + model));
        }
        JsonNode expected = scored.get();
        for (String field : List.of("terms", "pValues")) {
            if (!score.get(field).equals(expected.get(field))) {
                return Optional.of(score.get(field) + " instead of " + expected.get(field));
            }
        }
        JsonNode verdict = score.get("verdict");
        double pValue = verdict.get("pValue").asDouble();
        double alpha = verdict.get("alpha").asDouble();
        boolean judged = Scorers.mayJudgeBy(alpha)
                && verdict.get("pValue").equals(expected.at("/pValues/default"))
                && verdict.get("anomalous").asBoolean() == (pValue <= alpha);
        return judged ? Optional.empty() : Optional.of("judged " + verdict);
    }

    private static OptionalLong settingsOffset(JsonNode score) {
        JsonNode offset = score.at("/verdict/settingsOffset");
        return offset.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(offset.asLong());
    }

    /** Whether an output carries the timestamp of its image, however hostile. */
    private boolean isTimestamp(int number, long timestampMillis) {
        return ledger.timestamp(number).orElse(timestampMillis) == timestampMillis;
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
        reader.close();
    }
}
