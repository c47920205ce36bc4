package io.elbowatch.stream.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.stream.live.Pulse.Beat;
import io.elbowatch.stream.live.Sources.Source;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The JSON of the journal: one line of ASCII per entry, whatever keys and records contain. Used by one thread. */
final class LiveJson {
    private static final int MAX_RECORD_BYTES = 64 << 10;
    private static final int MAX_STATE_BYTES = 1 << 20;
    private static final String PICTURED = "pictured";
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

    /** A record as Elbowatch writes it; empty where it is no JSON object, or larger than any that Elbowatch writes. */
    Optional<ObjectNode> record(byte[] value) {
        return object(value, MAX_RECORD_BYTES);
    }

    /** As {@link #record}, for the state of an instance. */
    Optional<ObjectNode> state(byte[] value) {
        return object(value, MAX_STATE_BYTES);
    }

    private static Optional<ObjectNode> object(byte[] value, int maxBytes) {
        if (value == null || value.length > maxBytes) {
            return Optional.empty();
        }
        try {
            return JSON.readTree(value) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // The caller counts it.
        }
    }

    String anomaly(String image, String source, long atMillis, boolean pictured, ObjectNode record) {
        return text(about(image, source, atMillis).put(PICTURED, pictured).set("record", record));
    }

    /** The JSON that {@link #anomaly} wrote, now with a picture. */
    String pictured(String anomaly) {
        try {
            return text(((ObjectNode) JSON.readTree(anomaly)).put(PICTURED, true));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not written by anomaly(): " + anomaly, e);
        }
    }

    String rejected(String image, String source, long atMillis, String reason, String detail, int bytes) {
        return text(about(image, source, atMillis)
                .put("reason", reason)
                .put("detail", detail)
                .put("bytes", bytes));
    }

    String flip(String image, String source, long atMillis, ObjectNode record) {
        return text(about(image, source, atMillis).set("record", record));
    }

    String bundles(ObjectNode bundles) {
        return text(bundles);
    }

    String incident(String source, ObjectNode record) {
        ObjectNode json = JSON.createObjectNode().put("source", source);
        record.remove("model"); // There may be thousands of incidents, and the page does not show it.
        return text(json.set("record", record));
    }

    String ended(String id) {
        return text(JSON.createObjectNode().put("id", id));
    }

    /** @param key of the record, which a later one replaces */
    String handled(String key, HandlingRecord record) {
        return text(JSON.createObjectNode().put("key", key).set("record", HandlingJson.json(record)));
    }

    String withdrawn(String key) {
        return text(JSON.createObjectNode().put("key", key).putNull("record"));
    }

    String progress(List<Progress.Count> counts) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("incidents");
        for (Progress.Count count : counts) {
            list.addArray()
                    .add(count.id())
                    .add(count.images())
                    .add(count.anomalies())
                    .add(count.fromMillis())
                    .add(count.imagesSince())
                    .add(count.anomaliesSince());
        }
        return text(json);
    }

    /** @param awayMillis since when nothing can be read; 0 where it can */
    String reading(Set<Output> read, long awayMillis) {
        ObjectNode json = JSON.createObjectNode().put("away", awayMillis);
        ArrayNode list = json.putArray("topics");
        read.forEach(output -> list.add(output.name().toLowerCase(Locale.ROOT)));
        return text(json);
    }

    String pulse(Beat beat) {
        return text(JSON.createObjectNode()
                .put("at", beat.atMillis())
                .put("images", rounded(beat.images()))
                .put("anomalies", rounded(beat.anomalies()))
                .put("rejected", rounded(beat.rejected()))
                .put("p50", beat.medianAgeMillis())
                .put("p99", beat.p99AgeMillis()));
    }

    String bins(List<ScoreAxis> axes) {
        ArrayNode list = JSON.createArrayNode();
        for (ScoreAxis axis : axes) {
            ObjectNode json = list.addObject()
                    .put("name", axis.name())
                    .put("unit", axis.unit())
                    .put("logarithmic", axis.logarithmic());
            add(json.putArray("edges"), axis.edges());
            add(json.putArray("expected"), axis.expected());
            add(
                    json.putArray("thresholds"),
                    axis.thresholds().stream().mapToDouble(Double::doubleValue).toArray());
        }
        return text(JSON.createObjectNode().set("axes", list));
    }

    /**
     * @param read number of scores
     * @param looked number of them whose record was parsed
     * @param ofOthers number of these from other models
     */
    String scores(int[][] counts, int size, long read, long looked, long ofOthers) {
        ObjectNode json = JSON.createObjectNode()
                .put("size", size)
                .put("read", read)
                .put("looked", looked)
                .put("others", ofOthers);
        ArrayNode axes = json.putArray("counts");
        for (int[] axis : counts) {
            ArrayNode bins = axes.addArray();
            for (int count : axis) {
                bins.add(count);
            }
        }
        return text(json);
    }

    /** @param all number of sources, including the listed ones */
    String sources(List<Source> sources, int all) {
        return sources(JSON.createObjectNode().put("all", all), sources);
    }

    /** The sources of one part of all; they replace those that were in it before. */
    String part(int part, List<Source> sources, int all) {
        return sources(JSON.createObjectNode().put("all", all).put("part", part), sources);
    }

    private static String sources(ObjectNode json, List<Source> sources) {
        ArrayNode list = json.putArray("sources");
        for (Source source : sources) {
            list.addArray()
                    .add(source.name())
                    .add(source.images())
                    .add(source.anomalies())
                    .add(source.rejected())
                    .add(source.lastMillis())
                    .add(source.incidents());
        }
        return text(json);
    }

    String troubles(List<String> lines) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("lines");
        lines.forEach(list::add);
        return text(json);
    }

    private static ObjectNode about(String image, String source, long atMillis) {
        return JSON.createObjectNode().put("image", image).put("source", source).put("at", atMillis);
    }

    private static void add(ArrayNode list, double[] numbers) {
        for (double number : numbers) {
            list.add((float) number);
        }
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }

    private static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
