package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.quality.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema/feedback.schema.json} with real records, and with what {@link LabelJson} reads. */
class FeedbackSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OutputOrigin IMAGE = new OutputOrigin("images", 2, 17);

    private final String text = Files.readString(Path.of("docs", "schema", "feedback.schema.json"));
    private final Schema schema = schema(text);
    private final Schema closed =
            schema(text.replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    FeedbackSchemaTest() throws IOException {}

    @Test
    void shouldDescribeEveryLabelThatIsWritten() {
        for (Truth truth : Truth.values()) {
            assertThat(isValid(closed, tree(full(truth)))).isTrue();
            assertThat(isValid(closed, tree(shortest(truth)))).isTrue();
        }
    }

    @Test
    void shouldRequireWhatTheReaderRequires() throws IOException {
        for (Map.Entry<String, JsonNode> field : tree(full(Truth.DEFECT)).properties()) {
            ObjectNode lacking = tree(full(Truth.DEFECT));
            lacking.remove(field.getKey());
            boolean optional = List.of("source", "kind", "comment", "verdict").contains(field.getKey());
            assertThat(isValid(schema, lacking)).as(field.getKey()).isEqualTo(optional);
            assertThat(isRead(lacking)).as(field.getKey()).isEqualTo(optional);
        }
        for (String inner : List.of("image", "verdict")) {
            for (Map.Entry<String, JsonNode> field :
                    tree(full(Truth.DEFECT)).get(inner).properties()) {
                ObjectNode lacking = tree(full(Truth.DEFECT));
                ((ObjectNode) lacking.get(inner)).remove(field.getKey());
                boolean optional = field.getKey().equals("timestamp");
                assertThat(isValid(schema, lacking)).as(field.getKey()).isEqualTo(optional);
                assertThat(isRead(lacking)).as(field.getKey()).isEqualTo(optional);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"label\":\"bad\"}",
                "{\"label\":1}",
                "{\"schema\":2}",
                "{\"at\":-1}",
                "{\"at\":\"now\"}",
                "{\"at\":1.5}",
                "{\"by\":\"\"}",
                "{\"by\":7}",
                "{\"kind\":7}",
                "{\"verdict\":{\"anomalous\":1,\"score\":\"x\",\"pValue\":0.1,\"alpha\":0.1,\"bundle\":\"b\",\"version\":\"1\"}}",
                "{\"verdict\":{\"anomalous\":true,\"score\":\"x\",\"pValue\":0,\"alpha\":0.1,\"bundle\":\"b\",\"version\":\"1\"}}",
                "{\"verdict\":{\"anomalous\":true,\"score\":\"x\",\"pValue\":0.1,\"alpha\":1,\"bundle\":\"b\",\"version\":\"1\"}}"
            })
    void shouldAllowWhatTheReaderAllows(String change) throws IOException {
        ObjectNode changed = tree(full(Truth.NORMAL));
        changed.setAll((ObjectNode) JSON.readTree(change));

        assertThat(isValid(schema, changed)).isFalse();
        assertThat(isRead(changed)).isFalse();
    }

    @Test
    void shouldLimitTextsAsTheReaderDoes() {
        for (Map.Entry<String, Integer> limit :
                Map.of("kind", 60, "comment", 1000, "by", 100).entrySet()) {
            ObjectNode longest = tree(full(Truth.DEFECT)).put(limit.getKey(), "\ud83d\ude00".repeat(limit.getValue()));
            assertThat(isValid(schema, longest)).as(limit.getKey()).isTrue();
            assertThat(isRead(longest)).as(limit.getKey()).isTrue();
            ObjectNode longer = tree(full(Truth.DEFECT)).put(limit.getKey(), "x".repeat(limit.getValue() + 1));
            assertThat(isValid(schema, longer)).as(limit.getKey()).isFalse();
            assertThat(isRead(longer)).as(limit.getKey()).isFalse();
        }
    }

    @Test
    void shouldDescribeEveryFieldInWords() throws IOException {
        JsonNode page = JSON.readTree(text);
        tree(full(Truth.DEFECT))
                .fieldNames()
                .forEachRemaining(field -> assertThat(
                                page.at("/properties/" + field + "/description").asText()
                                        + page.at("/properties/" + field + "/const"))
                        .as(field)
                        .isNotEmpty());
    }

    private static boolean isRead(ObjectNode json) {
        return LabelJson.read(LabelJson.key(IMAGE), json.toString().getBytes(UTF_8)) instanceof LabelRead.Label;
    }

    private static boolean isValid(Schema schema, ObjectNode json) {
        return schema.validate(json.toString(), InputFormat.JSON).isEmpty();
    }

    private static ObjectNode tree(LabelRecord label) {
        return LabelJson.tree(label);
    }

    private static LabelRecord shortest(Truth truth) {
        return new LabelRecord(
                IMAGE,
                OptionalLong.empty(),
                Optional.empty(),
                truth,
                Optional.empty(),
                Optional.empty(),
                "anna",
                0,
                Optional.empty());
    }

    static LabelRecord full(Truth truth) {
        return new LabelRecord(
                IMAGE,
                OptionalLong.of(1_700_000_000_000L),
                Optional.of("camera-7"),
                truth,
                Optional.of("scratch"),
                Optional.of("at the\nedge"),
                "anna",
                1_700_000_001_000L,
                Optional.of(new LabelledVerdict(true, 0.0001, 0.001, "default", "boards", "2.0.0")));
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }
}
