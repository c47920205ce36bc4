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
 * The incidents that follow from the verdicts of each source in their order, against those that the stream wrote. Of a record all is
 * compared but the model, which may be another version's, and whether there is a picture, which is rationed by the wall clock.
 */
final class IncidentReplay {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Without silence and within a day nothing depends on the time. */
    private static final Moment ANY = new Moment(0, 0);

    private final SourceWatch watch = new SourceWatch(IncidentSettings.DEFAULT);
    private final IncidentJson json = new IncidentJson(new ModelIdentity("any", "0", "0", "cpu"), 1);
    private final Map<String, SourceState> states = new HashMap<>();
    private final Map<String, Deque<JsonNode>> expected = new HashMap<>();
    private final Map<String, Deque<JsonNode>> written = new HashMap<>();
    private int agreeing;
    private int wrong;

    /** The next score of its source. */
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
                        false),
                ANY);
        states.put(source, step.state().orElseThrow());
        TopicPartition partition = new TopicPartition(
                Topics.DEFAULT.images(), image.get("partition").asInt());
        for (IncidentEvent event : step.events()) {
            add(expected, source, json.write(source.getBytes(UTF_8), partition, event));
        }
    }

    /** The next record of the incidents topic. */
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
            if (node.get("worst") instanceof ObjectNode worst) {
                worst.remove("evidence");
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records that are as the replay has them. */
    int agreeing() {
        return agreeing;
    }

    /** Records that are not, or are on one side only; to be asked at the end. */
    int wrong() {
        return wrong + left(expected) + left(written);
    }

    private static int left(Map<String, Deque<JsonNode>> side) {
        return side.values().stream().mapToInt(Deque::size).sum();
    }
}
