package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema/score.schema.json} with real records. */
class ScoreSchemaTest {
    private static final Path PAGE = Path.of("docs", "schema", "score.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] CAMERA = "camera-1".getBytes(UTF_8);

    private final String text = read(PAGE);
    private final Schema schema = schema(text);
    /** The same schema, in which an undescribed field is an error. */
    private final Schema closed =
            schema(text.replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    @ParameterizedTest
    @EnumSource
    void shouldDescribeEveryRecordThatIsWritten(Decider decider) {
        byte[][] keys = {CAMERA, "Kamera Süd".getBytes(UTF_8), {}, {(byte) 0xff, 0}, null};
        ElboTerms[] images = {
            Terms.of(100, 20, 3, 50, 0.5f), Terms.of(0, 0, 0, 0, 0), Terms.of(-1e6f, -2e6f, 1e-8f, 1e30f, 1)
        };
        for (byte[] key : keys) {
            for (ElboTerms terms : images) {
                assertThat(errors(closed, record(decider, key, terms))).isEmpty();
            }
        }
    }

    @Test
    void shouldRequireEveryFieldButTheSourceAndTheSettings() throws IOException {
        JsonNode record = JSON.readTree(record(Decider.DEFAULT, CAMERA, Terms.of(100, 20, 3, 50, 0.5f)));
        for (String pointer : pointers("", record)) {
            ObjectNode lacking = record.deepCopy();
            int slash = pointer.lastIndexOf('/');
            ((ObjectNode) lacking.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));

            boolean optional = pointer.equals("/bundle")
                    || pointer.equals("/image/source")
                    || pointer.equals("/verdict/calibration")
                    || pointer.equals("/verdict/settingsOffset");
            assertThat(errors(schema, lacking.toString()).isEmpty()).as(pointer).isEqualTo(optional);
        }
    }

    @Test
    void shouldAcceptLaterFields() throws IOException {
        ObjectNode later = (ObjectNode) JSON.readTree(record(Decider.KL, CAMERA, Terms.of(100, 20, 3, 50, 0.5f)));
        later.put("later", 1);
        for (JsonNode part : later) {
            if (part instanceof ObjectNode object) {
                object.put("later", 1);
            }
        }

        assertThat(errors(schema, later.toString())).isEmpty();
        assertThat(errors(closed, later.toString())).hasSize(6);
    }

    @Test
    void shouldRefuseAnotherSchemaNumber() throws IOException {
        ObjectNode other = (ObjectNode) JSON.readTree(record(Decider.KL, CAMERA, Terms.of(100, 20, 3, 50, 0.5f)));
        assertThat(errors(schema, other.put("schema", 2).toString())).hasSize(1);
    }

    @Test
    void shouldDescribeEveryFieldInWords() throws IOException {
        JsonNode page = JSON.readTree(text);
        for (String pointer : pointers("", JSON.readTree(record(Decider.DEFAULT, CAMERA, Terms.of(1, 1, 1, 1, 1))))) {
            String description = pointer.replace("/", "/properties/") + "/description";
            assertThat(page.at(description).asText()).as(description).isNotBlank();
        }
    }

    private static String record(Decider decider, byte[] key, ElboTerms terms) {
        ModelIdentity model = new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu");
        Judge judge = new Judge(Calibrations.upTo(199), 1, decider, 0.05);
        byte[] json = new ScoreJson()
                .write(
                        new ModelStamp("fake", model, judge.beta()),
                        new ImageScore(
                                key,
                                new Coordinates("images", 3, 1L << 40),
                                -1,
                                terms,
                                "cpu",
                                judge.judge(terms),
                                OptionalLong.of(7)),
                        Optional.empty());
        return new String(json, UTF_8);
    }

    private static List<String> pointers(String to, JsonNode node) {
        List<String> pointers = new ArrayList<>();
        node.properties().forEach(field -> {
            String pointer = to + "/" + field.getKey();
            pointers.add(pointer);
            pointers.addAll(pointers(pointer, field.getValue()));
        });
        return pointers;
    }

    private static List<Error> errors(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON);
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Coordinates(String topic, int partition, long offset) implements RecordMetadata {}
}
