package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.ImageRun;
import io.elbowatch.core.source.IncidentEvent;
import io.elbowatch.core.source.IncidentEvent.Ending;
import io.elbowatch.core.source.IncidentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema/incident.schema.json} with real records. */
class IncidentSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ImagePlace FIRST = new ImagePlace(1L << 40, 5);

    private final String text = Files.readString(Path.of("docs", "schema", "incident.schema.json"));
    private final Schema schema = schema(text);
    /** The same schema, in which an undescribed field is an error. */
    private final Schema closed =
            schema(text.replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    IncidentSchemaTest() throws IOException {}

    @Test
    void shouldDescribeEveryIncidentThatIsWritten() {
        for (IncidentKind kind : IncidentKind.values()) {
            for (Optional<Ending> ending :
                    List.of(Optional.<Ending>empty(), Optional.of(Ending.RECOVERED), Optional.of(Ending.FORGOTTEN))) {
                for (byte[] key : new byte[][] {null, "camera-1".getBytes(UTF_8), {(byte) 0xFF}}) {
                    assertThat(errors(closed, record(key, kind, ending))).isEmpty();
                }
            }
        }
    }

    @Test
    void shouldRequireWhatEveryIncidentHas() throws IOException {
        for (Map.Entry<String, JsonNode> field : anomalies().properties()) {
            boolean optional = List.of("source", "bundle", "durationMillis", "because", "worst")
                    .contains(field.getKey());
            assertThat(errors(schema, anomalies().without(field.getKey()).toString())
                            .isEmpty())
                    .as(field.getKey())
                    .isEqualTo(optional);
        }
        for (String inner : List.of("worst", "model")) {
            for (Map.Entry<String, JsonNode> field : anomalies().get(inner).properties()) {
                ObjectNode lacking = anomalies();
                ((ObjectNode) lacking.get(inner)).remove(field.getKey());
                assertThat(errors(schema, lacking.toString()))
                        .as(inner + "/" + field.getKey())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void shouldDescribeEveryFieldInWords() throws IOException {
        JsonNode page = JSON.readTree(text);
        assertDescribed(page.at("/properties"), anomalies());
        assertDescribed(page.at("/properties/worst/properties"), anomalies().get("worst"));
        JsonNode silence = JSON.readTree(record(null, IncidentKind.SILENCE, Optional.empty()));
        assertDescribed(page.at("/properties"), silence);
        assertDescribed(page.at("/properties/last/properties"), silence.get("last"));
    }

    @Test
    void shouldGiveBothRecordsOfAnIncidentOneId() throws IOException {
        JsonNode opened = JSON.readTree(record(null, IncidentKind.ANOMALIES, Optional.empty()));
        assertThat(opened.get("id").asText()).isEqualTo("images-3-1099511627776-anomalies");
        assertThat(anomalies().get("id")).isEqualTo(opened.get("id"));
    }

    private static void assertDescribed(JsonNode properties, JsonNode record) {
        record.fieldNames().forEachRemaining(field -> {
            assertThat(properties.at("/" + field + "/description").asText())
                    .as(field)
                    .isNotBlank();
        });
    }

    private static ObjectNode anomalies() throws IOException {
        return (ObjectNode) JSON.readTree(
                record("camera-1".getBytes(UTF_8), IncidentKind.ANOMALIES, Optional.of(Ending.RECOVERED)));
    }

    private static String record(byte[] key, IncidentKind kind, Optional<Ending> ending) {
        Optional<ImageRun> run = kind == IncidentKind.SILENCE
                ? Optional.empty()
                : Optional.of(new ImageRun(FIRST, 14, 9, new ImageRun.Worst(new ImagePlace(1L << 41, 7), 1e-4, true)));
        byte[] json = new IncidentJson()
                .write(
                        new ModelStamp("fake", new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu"), 1),
                        key,
                        new TopicPartition("images", 3),
                        new IncidentEvent(kind, FIRST, 9, 8, run, ending));
        return new String(json, UTF_8);
    }

    private static List<Error> errors(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON);
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }
}
