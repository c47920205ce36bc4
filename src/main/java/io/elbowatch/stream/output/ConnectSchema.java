package io.elbowatch.stream.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/**
 * The schema of Kafka Connect that corresponds to an Avro schema, in the JSON of Connect's JsonConverter. Times have
 * Connect's type Timestamp, from which sinks make columns of times.
 */
final class ConnectSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConnectSchema() {}

    static ObjectNode of(RecordKind kind) {
        try {
            JsonNode avro = JSON.readTree(kind.avro());
            ObjectNode schema = type(avro, false);
            return schema.put(
                    "name",
                    avro.get("namespace").textValue() + "." + avro.get("name").textValue());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the schema of " + kind + " is no JSON", e);
        }
    }

    private static ObjectNode type(JsonNode avro, boolean optional) {
        if (avro.isArray()) { // a union, which here is always of null and one type
            return type(avro.get(1), true);
        }
        ObjectNode schema = JSON.createObjectNode();
        String name = avro.isTextual() ? avro.textValue() : avro.get("type").textValue();
        switch (name) {
            case "record" -> fields(avro, schema.put("type", "struct").putArray("fields"));
            case "array" -> schema.put("type", "array").set("items", type(avro.get("items"), false));
            case "int" -> schema.put("type", "int32");
            case "long" -> schema.put("type", "int64");
            case "double", "boolean", "string" -> schema.put("type", name);
            default -> throw new IllegalStateException("no type of Connect for " + name);
        }
        if (avro.path("logicalType").asText().equals("timestamp-millis")) {
            schema.put("name", "org.apache.kafka.connect.data.Timestamp").put("version", 1);
        }
        return schema.put("optional", optional);
    }

    private static void fields(JsonNode record, ArrayNode fields) {
        for (JsonNode field : record.get("fields")) {
            fields.add(type(field.get("type"), false)
                    .put("field", field.get("name").textValue()));
        }
    }
}
