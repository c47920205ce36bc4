package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.core.source.HandlingProblem;
import io.elbowatch.stream.wire.HandlingRecord.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Reads and writes what people do with incidents, schema 1 (docs/schema/handling.schema.json). Reading throws nothing,
 * whatever the bytes. Unknown fields are passed over.
 */
public final class HandlingJson {
    private static final int SCHEMA = 1;
    private static final int MAX_BYTES = 8 << 10;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private HandlingJson() {}

    /** A record, or why it is none. */
    public sealed interface Read {

        record Taken(HandlingRecord record) implements Read {}

        /** @param detail for people; quotes a few characters of the record at most */
        record Refused(HandlingProblem reason, String detail) implements Read {}
    }

    /** The value of a record. */
    public static byte[] write(HandlingRecord record) {
        try {
            return JSON.writeValueAsBytes(json(record));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** The same as a tree. */
    public static ObjectNode json(HandlingRecord record) {
        ObjectNode json = JSON.createObjectNode()
                .put("schema", SCHEMA)
                .put("incident", record.incident())
                .put("act", record.act().label())
                .put("by", record.by())
                .put("at", record.atMillis());
        record.comment().ifPresent(comment -> json.put("comment", comment));
        record.seen()
                .ifPresent(seen ->
                        json.putObject("seen").put("images", seen.images()).put("anomalous", seen.anomalous()));
        return json;
    }

    /** Reads the value of a record; null is malformed here. */
    public static Read read(byte[] value) {
        if (value == null || value.length > MAX_BYTES) {
            return refused(HandlingProblem.MALFORMED, value == null ? "no value" : value.length + " bytes");
        }
        try {
            return read(JSON.readTree(value));
        } catch (IOException e) {
            return refused(HandlingProblem.MALFORMED, "no JSON");
        }
    }

    private static Read read(JsonNode json) {
        if (!json.isObject()) {
            return refused(HandlingProblem.MALFORMED, "no JSON object");
        }
        if (json.path("schema").asDouble() != SCHEMA) {
            return refused(
                    HandlingProblem.SCHEMA, "schema " + Quoted.of(json.path("schema")) + ", understood is " + SCHEMA);
        }
        Optional<HandlingAct> act =
                Labelled.find(HandlingAct.class, json.path("act").asText());
        if (act.isEmpty()) {
            return refused(HandlingProblem.FIELD, "act " + Quoted.of(json.path("act")));
        }
        if (!json.path("at").isIntegralNumber() || !json.path("at").canConvertToLong()) {
            return refused(HandlingProblem.FIELD, "at " + Quoted.of(json.path("at")));
        }
        try {
            return new Read.Taken(new HandlingRecord(
                    text(json, "incident"),
                    act.get(),
                    json.has("comment") ? Optional.of(text(json, "comment")) : Optional.empty(),
                    text(json, "by"),
                    json.path("at").longValue(),
                    seen(json.path("seen"))));
        } catch (IllegalArgumentException e) {
            return refused(HandlingProblem.FIELD, e.getMessage());
        }
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException(field + " is missing or no text");
        }
        return json.path(field).textValue();
    }

    private static Optional<Seen> seen(JsonNode json) {
        if (json.isMissingNode()) {
            return Optional.empty();
        }
        if (!json.path("images").isIntegralNumber() || !json.path("anomalous").isIntegralNumber()) {
            throw new IllegalArgumentException("seen has no two whole numbers");
        }
        return Optional.of(
                new Seen(json.path("images").longValue(), json.path("anomalous").longValue()));
    }

    private static Read refused(HandlingProblem reason, String detail) {
        return new Read.Refused(reason, detail);
    }
}
