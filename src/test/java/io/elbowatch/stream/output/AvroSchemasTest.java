package io.elbowatch.stream.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code avro/*.avsc} with {@code docs/schema/*.schema.json}: a field that is added there must be added here. */
class AvroSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Set<Type>> TYPES = Map.of(
            "integer", Set.of(Type.INT, Type.LONG),
            "number", Set.of(Type.DOUBLE),
            "boolean", Set.of(Type.BOOLEAN),
            "string", Set.of(Type.STRING),
            "object", Set.of(Type.RECORD),
            "array", Set.of(Type.ARRAY));

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheFieldsOfTheJsonSchema(RecordKind kind) throws IOException {
        List<String> differences = new ArrayList<>();
        JsonNode page = page(kind.name().toLowerCase(Locale.ROOT));
        compare("", new Schema.Parser().parse(kind.avro()), page, page, differences);

        assertThat(differences).isEmpty();
    }

    /** Otherwise a reader with the new schema could not read earlier records. */
    @ParameterizedTest
    @EnumSource
    void shouldHaveNullAsTheDefaultOfWhatMayBeMissing(RecordKind kind) {
        List<String> fields = new ArrayList<>();
        for (Schema.Field field : fields(new Schema.Parser().parse(kind.avro()), new ArrayList<>())) {
            if (field.schema().getType() == Type.UNION) {
                assertThat(field.schema().getTypes()).hasSize(2);
                assertThat(field.schema().getTypes().get(0).getType()).isEqualTo(Type.NULL);
                assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
                fields.add(field.name());
            }
        }
        assertThat(fields).contains("source");
    }

    /** Beside it a record has at most 8 KiB, and {@code OutputLimits} leaves 16 KiB. */
    @ParameterizedTest
    @EnumSource
    void shouldBeSmallAsASchemaOfConnect(RecordKind kind) {
        assertThat(new ConnectJson(kind).of(new byte[0]).length).isLessThan(8 << 10);
    }

    private static JsonNode page(String name) throws IOException {
        return JSON.readTree(Files.readString(Path.of("docs", "schema", name + ".schema.json")));
    }

    private static void compare(String path, Schema avro, JsonNode object, JsonNode root, List<String> differences)
            throws IOException {
        Set<String> left = new HashSet<>();
        avro.getFields().forEach(field -> left.add(field.name()));
        for (JsonNode part : parts(object)) {
            Set<String> required = new HashSet<>();
            part.path("required").forEach(name -> required.add(name.textValue()));
            for (Map.Entry<String, JsonNode> property : part.path("properties").properties()) {
                String name = property.getKey();
                left.remove(name);
                Schema.Field field = avro.getField(name);
                if (field == null) {
                    differences.add(path + "/" + name + " is missing");
                } else {
                    boolean optional = field.schema().getType() == Type.UNION;
                    if (optional == required.contains(name)) {
                        differences.add(path + "/" + name + (optional ? " may be null" : " may not be null"));
                    }
                    compareType(
                            path + "/" + name,
                            optional ? field.schema().getTypes().get(1) : field.schema(),
                            property.getValue(),
                            path.isEmpty() ? part : root,
                            differences);
                }
            }
        }
        left.forEach(name -> differences.add(path + "/" + name + " is not in docs/schema"));
    }

    private static void compareType(
            String path, Schema avro, JsonNode property, JsonNode root, List<String> differences) throws IOException {
        JsonNode type = property.path("$ref").asText().startsWith("#/")
                ? root.at(property.get("$ref").textValue().substring(1))
                : property;
        String name = type.path("type").asText(type.path("const").isInt() ? "integer" : "string");
        if (!TYPES.get(name).contains(avro.getType())) {
            differences.add(path + " is " + name + " and " + avro.getType());
        } else if (avro.getType() == Type.RECORD) {
            compare(path, avro, type, root, differences);
        } else if (avro.getType() == Type.ARRAY) {
            compare(path, avro.getElementType(), type.get("items"), root, differences);
        }
    }

    /** An anomaly is a score and more. */
    private static List<JsonNode> parts(JsonNode object) throws IOException {
        return object.has("allOf") ? List.of(page("score"), object) : List.of(object);
    }

    private static List<Schema.Field> fields(Schema schema, List<Schema.Field> found) {
        switch (schema.getType()) {
            case RECORD ->
                schema.getFields().forEach(field -> {
                    found.add(field);
                    fields(field.schema(), found);
                });
            case UNION -> schema.getTypes().forEach(type -> fields(type, found));
            case ARRAY -> fields(schema.getElementType(), found);
            default -> {}
        }
        return found;
    }
}
