package io.elbowatch.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Compares with vectors that Python wrote ({@code model/vectors/make_calibration_vectors.py}); the Python tests use
 * them, too.
 */
class CalibrationWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double RELATIVE_PERCENT = 1e-4; // 1e-6

    private final JsonNode all = JSON.readTree(
            Path.of("src/test/resources/reference/calibration-vectors.json").toFile());
    final JsonNode vectors = all.at(block());
    final double beta = all.get("beta").asDouble();
    final JsonNode written = JSON.readTree(CalibrationWriter.json(
            BundledModel.load(Bundles.BOARDS).manifest(),
            new CalibrationSet(images(), beta),
            all.get("alpha").asDouble()));

    CalibrationWriterTest() throws IOException {}

    /** The JSON pointer of the vectors. */
    String block() {
        return "";
    }

    /** Of the mixture of these images. */
    int components() {
        return 10;
    }

    @Test
    void shouldWriteTheScoresOfPython() {
        assertAlike(written.get("scores"), vectors.get("scores"));
    }

    @Test
    void shouldWriteTheMixtureOfPython() {
        JsonNode mixture = vectors.get("mixture");
        assertThat(names(written.get("mixture"))).isEqualTo(names(mixture));
        assertThat(mixture.get("weights")).as("components").hasSize(components());
        assertThat(written.at("/mixture/fitted")).isEqualTo(mixture.get("fitted"));
        for (String part : List.of("centre", "scale", "weights", "means", "covariances")) {
            assertClose(written.get("mixture").get(part), mixture.get(part));
        }
    }

    @Test
    void shouldComputeTheDensitiesOfPython() throws IOException {
        Mixture mixture = JSON.treeToValue(vectors.get("mixture"), CalibrationFile.Gaussians.class)
                .toMixture();
        for (int i = 0; i < vectors.get("densities").size(); i++) {
            assertThat(mixture.density(features(vectors.get("probeFeatures").get(i))))
                    .isCloseTo(vectors.get("densities").get(i).asDouble(), withinPercentage(RELATIVE_PERCENT));
        }
    }

    @Test
    void shouldWriteTheQuantilesOfPython() {
        assertAlike(written.get("quantiles"), vectors.get("quantiles"));
    }

    @Test
    void shouldJudgeAsPythonDoes() throws IOException {
        assertJudgesAlike(judge(), vectors.get("pValues"));
    }

    Judge judge() throws IOException {
        CalibrationFile file = JSON.treeToValue(written, CalibrationFile.class);
        return new Judge(file.toCalibration(), beta, Decider.DEFAULT, file.alpha());
    }

    void assertJudgesAlike(Judge judge, JsonNode pValues) {
        for (int i = 0; i < vectors.get("probes").size(); i++) {
            Verdict verdict = judge.judge(terms(
                    vectors.get("probes").get(i), vectors.get("probeFeatures").get(i)));
            for (Decider decider : Decider.values()) {
                assertThat(verdict.pValue(decider))
                        .as(decider.label())
                        .isCloseTo(pValues.get(decider.label()).get(i).asDouble(), withinPercentage(RELATIVE_PERCENT));
            }
        }
    }

    @Test
    void shouldWriteTheFieldsOfAPythonBundle() throws IOException {
        JsonNode python =
                JSON.readTree(Bundles.BOARDS.resolve("calibration.json").toFile());
        assertThat(names(written)).isEqualTo(names(python));
        for (String object : List.of("model", "scores", "mixture", "quantiles")) {
            assertThat(names(written.get(object))).isEqualTo(names(python.get(object)));
        }
        assertThat(names(written.get("groups").get(0)))
                .isEqualTo(names(python.get("groups").get(0)));
        assertThat(written.get("groups").get(0).get("name").asText()).isEqualTo("t10k-images");
    }

    /** The expected texts are those of printf with %.9g. */
    @ParameterizedTest
    @CsvSource({
        "0, 0", "-0.0, -0", "1, 1", "-1.5, -1.5", "123456789, 123456789", "1234567891, 1.23456789e+09",
        "0.0001, 0.0001", "0.00001, 1e-05", "999999999.9, 1e+09", "0.1, 0.1", "63.85752769, 63.8575277", "1e100, 1e+100"
    })
    void shouldPrintNineDigits(double value, String text) {
        assertThat(CalibrationWriter.nineDigits(value)).isEqualTo(text);
    }

    @Property
    void shouldLoseNoMoreThanTheTenthDigit(@ForAll double value) {
        assertThat(Double.parseDouble(CalibrationWriter.nineDigits(value))).isCloseTo(value, withinPercentage(1e-6));
    }

    private List<CalibrationSet.Image> images() {
        List<CalibrationSet.Image> images = new ArrayList<>();
        for (int i = 0; i < vectors.get("terms").size(); i++) {
            ElboTerms terms =
                    terms(vectors.get("terms").get(i), vectors.get("features").get(i));
            Optional<String> source =
                    Optional.ofNullable(vectors.path("sources").path(i).textValue());
            images.add(new CalibrationSet.Image("image " + i, "t10k-images-idx3-ubyte.gz", source, terms));
        }
        return images;
    }

    private static ElboTerms terms(JsonNode row, JsonNode features) {
        return new ElboTerms(
                row.get(0).floatValue(),
                row.get(1).floatValue(),
                row.get(2).floatValue(),
                row.get(3).floatValue(),
                features(features));
    }

    private static Features features(JsonNode row) {
        float[] values = new float[row.size()];
        for (int j = 0; j < values.length; j++) {
            values[j] = row.get(j).floatValue();
        }
        return Features.of(values);
    }

    /** For standardised numbers, some of which are nearly 0. */
    private static void assertClose(JsonNode found, JsonNode expected) {
        assertThat(found.size()).isEqualTo(expected.size());
        if (expected.isNumber()) {
            assertThat(found.asDouble()).isCloseTo(expected.asDouble(), within(1e-6));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertClose(found.get(i), expected.get(i));
        }
    }

    static void assertAlike(JsonNode found, JsonNode expected) {
        assertThat(found.size()).isEqualTo(expected.size());
        if (expected.isNumber()) {
            assertThat(found.asDouble()).isCloseTo(expected.asDouble(), withinPercentage(RELATIVE_PERCENT));
        } else if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                assertAlike(found.get(i), expected.get(i));
            }
        } else {
            assertThat(names(found)).isEqualTo(names(expected));
            expected.fieldNames().forEachRemaining(name -> assertAlike(found.get(name), expected.get(name)));
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
