package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.QualityEstimate;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.quality.QualityTally;
import io.elbowatch.core.quality.ReviewChoice;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.feedback.LiveQuality;
import io.elbowatch.stream.wire.Decision;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.ChangedAlpha;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QualityApiTest {
    private final Map<String, QualityEstimate> sources = new HashMap<>();
    private final ChangedAlpha alpha = new ChangedAlpha();
    private boolean ready = true;
    private int asked;

    private final ApiServer server = ApiServer.of(new QualityApi(
            new LiveQuality() {
                @Override
                public Optional<QualityReport> report() {
                    return ready
                            ? Optional.of(new QualityReport(tally(8, 2), sources, OptionalDouble.of(0.001), 1, 7))
                            : Optional.empty();
                }

                @Override
                public List<Decision> queue(int limit) {
                    asked = limit;
                    return List.of(new Decision(
                            new OutputOrigin("images", 2, 17),
                            "<b>camera</b>",
                            1_000,
                            false,
                            0.25,
                            0.001,
                            "default",
                            Optional.of(new ReviewChoice(Choice.RANDOM, 0.01))));
                }

                @Override
                public Duration window() {
                    return Duration.ofDays(30);
                }
            },
            alpha));

    @AfterEach
    void close() {
        server.close();
    }

    /** The figures are of all bundles, and cannot be compared with the α of one. */
    @Test
    void shouldGiveTheRangeOfSeveralAlphas() throws Exception {
        alpha.addParts();
        JsonNode json = get("/api/quality");

        assertThat(json.has("alpha")).isFalse();
        assertThat(json.get("alphaLow").asDouble()).isEqualTo(0.001);
        assertThat(json.get("alphaHigh").asDouble()).isEqualTo(0.05);
    }

    @Test
    void shouldGiveEachFigureItsIntervalAndItsLabels() throws Exception {
        JsonNode json = get("/api/quality");

        assertThat(json.get("ready").asBoolean()).isTrue();
        assertThat(json.get("windowMillis").asLong())
                .isEqualTo(Duration.ofDays(30).toMillis());
        assertThat(json.get("alpha").asDouble()).isEqualTo(0.001);
        assertThat(json.at("/all/precision/value").asDouble()).isEqualTo(0.8);
        assertThat(json.at("/all/precision/low").asDouble()).isBetween(0.4, 0.8);
        assertThat(json.at("/all/precision/high").asDouble()).isBetween(0.8, 1.0);
        assertThat(json.at("/all/precision/labels").asInt()).isEqualTo(10);
        assertThat(json.at("/all/recall").isMissingNode())
                .as("labels say nothing of it")
                .isTrue();
        assertThat(json.get("waiting").asInt()).isEqualTo(7);
        assertThat(json.get("unresolved").asInt()).isEqualTo(1);
    }

    @Test
    void shouldListTheWorstSourcesFirstAndNotAllOfThousands() throws Exception {
        sources.put("good", tally(10, 0));
        sources.put("bad", tally(0, 10));
        for (int i = 0; i < 1_000; i++) {
            sources.put("camera-" + i, tally(5, 5));
        }

        JsonNode json = get("/api/quality");

        assertThat(json.at("/sources/0/source").asText()).isEqualTo("bad");
        assertThat(json.get("sources")).hasSize(QualityApi.MAX_SOURCES);
        assertThat(json.get("moreSources").asInt()).isEqualTo(1_002 - QualityApi.MAX_SOURCES);
    }

    @Test
    void shouldSayThatTheLabelsAreStillBeingRead() throws Exception {
        ready = false;

        JsonNode json = get("/api/quality");

        assertThat(json.get("ready").asBoolean()).isFalse();
        assertThat(json.has("all")).isFalse();
    }

    @Test
    void shouldListABoundedQueueWithTheRateOfEachImage() throws Exception {
        JsonNode json = get("/api/review");

        assertThat(json.at("/images/0/image").asText()).isEqualTo("images-2-17");
        assertThat(json.at("/images/0/source").asText()).isEqualTo("<b>camera</b>");
        assertThat(json.at("/images/0/why").asText()).isEqualTo("random");
        assertThat(json.at("/images/0/rate").asDouble()).isEqualTo(0.01);
        assertThat(json.get("waiting").asInt()).isEqualTo(7);
        assertThat(asked).isEqualTo(QualityApi.MAX_IMAGES);
    }

    private JsonNode get(String path) throws Exception {
        return new ObjectMapper().readTree(server.get(path).body());
    }

    private static QualityEstimate tally(int defects, int normals) {
        QualityTally tally = new QualityTally();
        tally.reported(defects + normals);
        for (int i = 0; i < defects; i++) {
            tally.labelReported(Truth.DEFECT);
        }
        for (int i = 0; i < normals; i++) {
            tally.labelReported(Truth.NORMAL);
        }
        return tally.estimate();
    }
}
