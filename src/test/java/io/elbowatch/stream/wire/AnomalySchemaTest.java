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
import io.elbowatch.core.evidence.Cell;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.LatentDimension;
import io.elbowatch.core.evidence.Place;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Original;
import io.elbowatch.core.image.Rectangle;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@code docs/schema/anomaly.schema.json} with real records; {@link ScoreSchemaTest} covers the fields of a
 * score.
 */
class AnomalySchemaTest {
    private static final Path FOLDER = Path.of("docs", "schema");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Evidence EVIDENCE = new Evidence(
            3.5,
            0.02,
            List.of(new Place(0, 3, 9, 5, 7.25)),
            List.of(new LatentDimension(1, 2, 3, -2, 0.5, 2.1), new LatentDimension(0, 0, 0, 0, 1, 0)),
            Optional.empty());

    private static final Evidence OF_PLACES =
            new Evidence(3.5, 0.02, List.of(new Place(0, 8, 16, 8, 7.25)), List.of(), Optional.of(new Cell(8, 8)));

    private static final Original ORIGINAL =
            new Original(100, 40, 6, new Rectangle(20, 0, 60, 40), new ImageShape(1, 20, 30));

    private final String text = Files.readString(FOLDER.resolve("anomaly.schema.json"));
    private final Schema schema = schema(text);
    /** The same schema, in which an undescribed field of reasons and evidence is an error. */
    private final Schema closed =
            schema(text.replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    AnomalySchemaTest() throws IOException {}

    @ParameterizedTest
    @EnumSource
    void shouldDescribeEveryAnomalyThatIsWritten(Decider decider) {
        for (ElboTerms terms : List.of(Terms.of(900, 0, 900, 900, 900), Terms.of(1e6f, 0, 1e6f, 1e6f, 1e6f))) {
            for (Optional<Evidence> evidence : List.of(
                    Optional.of(EVIDENCE),
                    Optional.of(OF_PLACES),
                    Optional.of(new Evidence(Double.POSITIVE_INFINITY, 0, List.of(), List.of(), Optional.empty())),
                    Optional.<Evidence>empty())) {
                assertThat(errors(closed, record(decider, terms, evidence))).isEmpty();
            }
        }
    }

    @Test
    void shouldRequireReasonsAndAllOfAScore() throws IOException {
        for (String field : List.of("reasons", "image", "terms", "verdict")) {
            assertThat(errors(schema, anomaly().without(field).toString()))
                    .as(field)
                    .isNotEmpty();
        }
        assertThat(errors(schema, anomaly().without("evidence").toString())).isEmpty();
    }

    @Test
    void shouldRequireEveryFieldOfAReasonAPlaceAndALatent() throws IOException {
        for (String pointer : List.of("/reasons/0", "/evidence/places/0", "/evidence/latents/0")) {
            for (Map.Entry<String, JsonNode> field : anomaly().at(pointer).properties()) {
                if (field.getKey().equals("original")) {
                    continue; // records of earlier versions lack it
                }
                ObjectNode lacking = anomaly();
                ((ObjectNode) lacking.at(pointer)).remove(field.getKey());
                assertThat(errors(schema, lacking.toString()))
                        .as(pointer + "/" + field.getKey())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void shouldDescribeEveryFieldInWords() throws IOException {
        JsonNode page = JSON.readTree(text);
        Map<String, String> described = Map.of(
                "/reasons/0", "/properties/reasons/items",
                "/evidence", "/properties/evidence",
                "/evidence/original", "/properties/evidence/properties/original",
                "/evidence/places/0", "/properties/evidence/properties/places/items",
                "/evidence/places/0/original", "/properties/evidence/properties/places/items/properties/original",
                "/evidence/latents/0", "/properties/evidence/properties/latents/items");
        described.forEach((pointer, schemaOf) -> anomaly()
                .at(pointer)
                .fieldNames()
                .forEachRemaining(field -> {
                    assertThat(page.at(schemaOf + "/properties/" + field + "/description")
                                    .asText())
                            .as(pointer + "/" + field)
                            .isNotBlank();
                }));
    }

    private static ObjectNode anomaly() {
        try {
            return (ObjectNode)
                    JSON.readTree(record(Decider.DEFAULT, Terms.of(900, 0, 900, 900, 900), Optional.of(EVIDENCE)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String record(Decider decider, ElboTerms terms, Optional<Evidence> evidence) {
        ModelIdentity model = new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu");
        Judge judge = new Judge(Calibrations.upTo(199), 1, decider, 0.05);
        Verdict verdict = judge.judge(terms);
        byte[] json = new ScoreJson()
                .write(
                        new ModelStamp("fake", model, judge.beta()),
                        new ImageScore(
                                "camera-1".getBytes(UTF_8),
                                new Coordinates("images", 3, 1L << 40),
                                5,
                                terms,
                                "cpu",
                                verdict,
                                OptionalLong.empty()),
                        Optional.of(new Explanation(
                                Reason.of(judge, verdict, terms.features(), List.of("brightness_mean")),
                                evidence,
                                ORIGINAL)));
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
