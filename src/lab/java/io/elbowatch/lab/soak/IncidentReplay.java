package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentEvent;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.source.SeenImage;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.core.source.SourceWatch;
import io.elbowatch.core.source.SourceWatch.Moment;
import io.elbowatch.core.source.SourceWatch.Step;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.IncidentJson;
import io.elbowatch.stream.wire.ModelStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Compares the incidents that follow from the verdicts of each source, in their order, with those that the stream
 * wrote. All fields are compared except bundle and model, whose version may differ, and the picture, whose rate limit follows
 * the wall clock.
 */
final class IncidentReplay {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Nothing depends on the time, without silence and within a day. */
    private static final Moment ANY_TIME = new Moment(0, 0);

    private final SourceWatch watch = new SourceWatch(IncidentSettings.DEFAULT);
    private static final ModelStamp ANY_MODEL = new ModelStamp("any", new ModelIdentity("any", "0", "0", "cpu"), 1);

    private final IncidentJson json = new IncidentJson();
    private final Map<String, SourceState> states = new HashMap<>();
    private final Map<String, Deque<JsonNode>> expected = new HashMap<>();
    private final Map<String, Deque<JsonNode>> written = new HashMap<>();
    private int agreeing;
    private int wrong;

    /** Enters the next score of its source. */
    void scored(JsonNode score) {
        JsonNode image = score.get("image");
        JsonNode verdict = score.get("verdict");
        String source = image.get("source").asText();
        Step step = watch.seen(
                Optional.ofNullable(states.get(source)),
                new SeenImage(
                        new ImagePlace(
                                image.get("offset").asLong(),
                                image.get("timestamp").asLong()),
                        verdict.get("pValue").asDouble(),
                        verdict.get("anomalous").asBoolean(),
                        false,
                        score.at("/model/sha256").asText().hashCode()),
                ANY_TIME);
        states.put(source, step.state().orElseThrow());
        TopicPartition partition = new TopicPartition(
                Topics.DEFAULT.images(), image.get("partition").asInt());
        for (IncidentEvent event : step.events()) {
            add(expected, source, json.write(ANY_MODEL, source.getBytes(UTF_8), partition, event));
        }
    }

    /** Enters the next record of the incidents topic. */
    void written(String source, byte[] incident) {
        add(written, source, incident);
    }

    private void add(Map<String, Deque<JsonNode>> side, String source, byte[] incident) {
        side.computeIfAbsent(source, any -> new ArrayDeque<>()).add(comparable(incident));
        compare(source);
    }

    private void compare(String source) {
        Deque<JsonNode> one = expected.getOrDefault(source, new ArrayDeque<>());
        Deque<JsonNode> other = written.getOrDefault(source, new ArrayDeque<>());
        while (!one.isEmpty() && !other.isEmpty()) {
            if (one.remove().equals(other.remove())) {
                agreeing++;
            } else {
                wrong++;
            }
        }
    }

    private static JsonNode comparable(byte[] incident) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(incident);
            node.remove("model");
            node.remove("bundle");
            if (node.get("worst") instanceof ObjectNode worst) {
                worst.remove("evidence");
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records that agree with the replay. */
    int agreeing() {
        return agreeing;
    }

    /** Records that differ or exist on one side only; valid at the end. */
    int wrong() {
        return wrong + left(expected) + left(written);
    }

    private static int left(Map<String, Deque<JsonNode>> side) {
        return side.values().stream().mapToInt(Deque::size).sum();
    }
}
