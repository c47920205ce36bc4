package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.LabelRead.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads and writes records of the feedback topic, schema 1 (docs/schema/feedback.schema.json). Reading throws nothing,
 * whatever the bytes, and a refusal quotes a few characters of them at most. Further fields are ignored.
 */
public final class LabelJson {
    public static final int SCHEMA = 1;
    /** Four times the longest label that this program writes: other writers may add fields. */
    public static final int MAX_BYTES = 16_384;

    private static final int MAX_DEPTH = 20;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private LabelJson() {}

    /** The key of a record: the coordinates as text, such as {@code images-2-17}. */
    public static byte[] key(OutputOrigin image) {
        return image.text().getBytes(UTF_8);
    }

    /** The value of a record, UTF-8. */
    public static byte[] write(LabelRecord label) {
        try {
            return JSON.writeValueAsBytes(tree(label));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** The same as a tree, for an answer that contains it. */
    public static ObjectNode tree(LabelRecord label) {
        ObjectNode json = JSON.createObjectNode().put("schema", SCHEMA);
        ObjectNode image = json.putObject("image")
                .put("topic", label.image().topic())
                .put("partition", label.image().partition())
                .put("offset", label.image().offset());
        label.timestampMillis().ifPresent(millis -> image.put("timestamp", millis));
        label.source().ifPresent(source -> json.put("source", source));
        json.put("label", label.label().label());
        label.kind().ifPresent(kind -> json.put("kind", kind));
        label.comment().ifPresent(comment -> json.put("comment", comment));
        json.put("by", label.by()).put("at", label.atMillis());
        label.verdict()
                .ifPresent(verdict -> json.putObject("verdict")
                        .put("anomalous", verdict.anomalous())
                        .put("score", verdict.score())
                        .put("pValue", verdict.pValue())
                        .put("alpha", verdict.alpha())
                        .put("bundle", verdict.bundle())
                        .put("version", verdict.version()));
        return json;
    }

    /** Reads a record; key and value may be null. */
    public static LabelRead read(byte[] key, byte[] value) {
        if (key == null) {
            return new LabelRead.Refused(Reason.KEY, "no key");
        }
        String text = new String(key, UTF_8);
        Optional<OutputOrigin> image = OutputOrigin.ofText(text);
        if (image.isEmpty()) {
            return new LabelRead.Refused(Reason.KEY, "key " + Quoted.of(text) + " is no topic-partition-offset");
        }
        if (value == null) {
            return new LabelRead.Withdrawal(image.get());
        }
        if (value.length > MAX_BYTES) {
            return new LabelRead.Refused(Reason.SIZE, value.length + " bytes, at most " + MAX_BYTES + " are taken");
        }
        try {
            return read(image.get(), JSON.readTree(value));
        } catch (IOException e) { // its message would quote the input
            return new LabelRead.Refused(Reason.MALFORMED, "no JSON");
        } catch (IllegalArgumentException e) {
            return new LabelRead.Refused(Reason.FIELD, e.getMessage());
        }
    }

    private static LabelRead read(OutputOrigin key, JsonNode json) {
        if (!json.isObject()) {
            return new LabelRead.Refused(
                    Reason.MALFORMED, json.isMissingNode() ? "an empty value" : "JSON, but no object");
        }
        JsonNode schema = json.path("schema");
        if (!schema.isNumber() || schema.doubleValue() != SCHEMA) {
            return new LabelRead.Refused(
                    Reason.SCHEMA,
                    (schema.isMissingNode() ? "no schema" : "schema " + Quoted.of(schema)) + ", understood is "
                            + SCHEMA);
        }
        JsonNode image = json.path("image");
        OutputOrigin origin = new OutputOrigin(
                text(image, "topic").orElseThrow(() -> missing("image.topic")),
                (int) whole(image, "partition", Integer.MAX_VALUE).orElseThrow(() -> missing("image.partition")),
                whole(image, "offset", Long.MAX_VALUE).orElseThrow(() -> missing("image.offset")));
        if (!origin.equals(key)) {
            return new LabelRead.Refused(
                    Reason.KEY, "key " + Quoted.of(key.text()) + ", but image " + Quoted.of(origin.text()));
        }
        return new LabelRead.Label(new LabelRecord(
                origin,
                whole(image, "timestamp", Long.MAX_VALUE),
                text(json, "source").map(LabelJson::source),
                truth(json.path("label")),
                text(json, "kind"),
                text(json, "comment"),
                text(json, "by").orElseThrow(() -> missing("by")),
                whole(json, "at", Long.MAX_VALUE).orElseThrow(() -> missing("at")),
                json.hasNonNull("verdict") ? Optional.of(verdict(json.path("verdict"))) : Optional.empty()));
    }

    private static Truth truth(JsonNode json) {
        return Optional.of(json)
                .filter(JsonNode::isTextual)
                .flatMap(node -> Labelled.find(Truth.class, node.textValue()))
                .orElseThrow(() ->
                        new IllegalArgumentException((json.isMissingNode() ? "no label" : "label " + Quoted.of(json))
                                + "; there are " + String.join(", ", Labelled.labels(Truth.class))));
    }

    /** As long as a source is in the other records, so that both are the same text. */
    private static String source(String text) {
        return SourceText.of(text.getBytes(UTF_8)).orElse("");
    }

    private static LabelledVerdict verdict(JsonNode json) {
        JsonNode anomalous = json.path("anomalous");
        if (!anomalous.isBoolean()) {
            throw missing("verdict.anomalous");
        }
        return new LabelledVerdict(
                anomalous.booleanValue(),
                json.path("pValue").asDouble(),
                json.path("alpha").asDouble(),
                text(json, "score").orElseThrow(() -> missing("verdict.score")),
                text(json, "bundle").orElseThrow(() -> missing("verdict.bundle")),
                text(json, "version").orElseThrow(() -> missing("verdict.version")));
    }

    private static Optional<String> text(JsonNode object, String name) {
        JsonNode json = object.path(name);
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        if (!json.isTextual()) {
            throw new IllegalArgumentException(name + " " + Quoted.of(json) + " is no text");
        }
        if (!UTF_8.newEncoder().canEncode(json.textValue())) {
            throw new IllegalArgumentException(name + " holds half of a character");
        }
        return Optional.of(json.textValue());
    }

    private static OptionalLong whole(JsonNode object, String name, long max) {
        JsonNode json = object.path(name);
        if (json.isMissingNode() || json.isNull()) {
            return OptionalLong.empty();
        }
        if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 0 || json.longValue() > max) {
            throw new IllegalArgumentException(name + " " + Quoted.of(json) + " is no whole number from 0 to " + max);
        }
        return OptionalLong.of(json.longValue());
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("no " + name);
    }
}
