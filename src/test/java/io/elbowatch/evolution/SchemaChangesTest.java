package io.elbowatch.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema} with the released schemas of number 1. */
class SchemaChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RELEASED = Path.of("src", "test", "resources", "evolution", "schema-1");
    private static final Path NOW = Path.of("docs", "schema");

    /** A failing change needs another schema number, in parallel with number 1 for its consumers. */
    @ParameterizedTest
    @ValueSource(strings = {"score", "anomaly", "incident", "settings"})
    void shouldFindNoChangeWithinASchemaNumber(String name) throws IOException {
        String file = name + ".schema.json";
        assertThat(SchemaChanges.between(read(RELEASED.resolve(file)), read(NOW.resolve(file))))
                .isEmpty();
    }

    @Test
    void shouldReportARemovedField() throws IOException {
        ObjectNode schema = score();
        ((ObjectNode) schema.at("/properties/terms/properties")).remove("kl");
        assertThat(SchemaChanges.between(score(), schema)).containsExactly("/properties/terms/properties/kl is gone");
    }

    @Test
    void shouldReportAnotherType() throws IOException {
        ObjectNode schema = score();
        ((ObjectNode) schema.at("/properties/image/properties/offset")).put("type", "string");
        assertThat(SchemaChanges.between(score(), schema))
                .containsExactly("/properties/image/properties/offset/type was \"integer\", is \"string\"");
    }

    @Test
    void shouldReportAFieldThatBecomesRequiredOrOptional() throws IOException {
        ObjectNode necessary = score();
        ((ArrayNode) necessary.at("/properties/verdict/required")).add("settingsOffset");
        ObjectNode optional = score();
        ((ArrayNode) optional.at("/properties/verdict/required")).remove(0);
        for (ObjectNode schema : new ObjectNode[] {necessary, optional}) {
            assertThat(SchemaChanges.between(score(), schema))
                    .singleElement()
                    .asString()
                    .startsWith("/properties/verdict/required was");
        }
    }

    @Test
    void shouldReportANewBound() throws IOException {
        ObjectNode schema = score();
        ((ObjectNode) schema.at("/properties/terms/properties/kl")).put("minimum", 0);
        assertThat(SchemaChanges.between(score(), schema))
                .containsExactly("/properties/terms/properties/kl/minimum is new");
    }

    @Test
    void shouldAllowOtherWordsAndFurtherOptionalFields() throws IOException {
        ObjectNode schema = score().put("description", "in other words");
        ((ObjectNode) schema.at("/properties/terms/properties"))
                .putObject("later")
                .put("type", "number");
        assertThat(SchemaChanges.between(score(), schema)).isEmpty();
    }

    private static ObjectNode score() throws IOException {
        return (ObjectNode) read(RELEASED.resolve("score.schema.json"));
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }
}
