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
import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.ReviewChoice;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema/review.schema.json} with real records; {@link ScoreSchemaTest} covers those of a score. */
class ReviewSchemaTest {
    private static final Path FOLDER = Path.of("docs", "schema");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text = Files.readString(FOLDER.resolve("review.schema.json"));
    private final Schema schema = schema(text);
    private final Schema closed =
            schema(text.replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    ReviewSchemaTest() throws IOException {}

    @Test
    void shouldDescribeEveryRecordThatIsWritten() {
        for (ReviewChoice choice : List.of(
                new ReviewChoice(Choice.RANDOM, 0.001),
                new ReviewChoice(Choice.NEAR, 1),
                new ReviewChoice(Choice.RANDOM, 1e-9))) {
            assertThat(errors(closed, record(choice))).isEmpty();
        }
    }

    @Test
    void shouldRequireReasonAndRateAndAllOfAScore() throws IOException {
        for (String field : List.of("review", "image", "terms", "verdict")) {
            assertThat(errors(schema, tree().without(field).toString()))
                    .as(field)
                    .isNotEmpty();
        }
        for (String field : List.of("why", "rate")) {
            ObjectNode lacking = tree();
            ((ObjectNode) lacking.get("review")).remove(field);
            assertThat(errors(schema, lacking.toString())).as(field).isNotEmpty();
        }
    }

    @Test
    void shouldDescribeEveryFieldInWords() throws IOException {
        JsonNode review = JSON.readTree(text).at("/properties/review");
        for (String field : List.of("/description", "/properties/why/description", "/properties/rate/description")) {
            assertThat(review.at(field).asText()).as(field).isNotBlank();
        }
    }

    private static ObjectNode tree() throws IOException {
        return (ObjectNode) JSON.readTree(record(new ReviewChoice(Choice.NEAR, 0.05)));
    }

    private static String record(ReviewChoice choice) {
        ModelIdentity model = new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu");
        Judge judge = new Judge(Calibrations.upTo(199), 1, Decider.DEFAULT, 0.05);
        byte[] json = new ScoreJson()
                .write(
                        new ModelStamp("fake", model, judge.beta()),
                        new ImageScore(
                                "camera-1".getBytes(UTF_8),
                                new Coordinates("images", 3, 1L << 40),
                                5,
                                Terms.of(100, 20, 3, 50, 0.5f),
                                "cpu",
                                judge.judge(Terms.of(100, 20, 3, 50, 0.5f)),
                                OptionalLong.empty()),
                        choice);
        return new String(json, UTF_8);
    }

    private static List<Error> errors(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON);
    }

    /** Inserts the schema of a score in place of the reference to its file. */
    private static Schema schema(String text) {
        try {
            String score = Files.readString(FOLDER.resolve("score.schema.json"));
            ObjectNode page = (ObjectNode) JSON.readTree(text);
            page.set("$defs", JSON.readTree(score).at("/$defs"));
            ObjectNode scored = (ObjectNode) JSON.readTree(score);
            scored.remove(List.of("$schema", "$defs"));
            page.set("allOf", JSON.createArrayNode().add(scored));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(page.toString(), InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Coordinates(String topic, int partition, long offset) implements RecordMetadata {}
}
