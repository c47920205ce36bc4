package io.elbowatch.lab.bench.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import io.elbowatch.lab.rig.DataFolder;
import io.elbowatch.lab.rig.ReportFiles;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** One round over a few images, and what its file says. */
class ThroughputBenchIT {
    private static final int IMAGES = 1_600;

    private static JsonNode report;

    @BeforeAll
    static void measure(@TempDir Path folder) throws IOException {
        BenchPlan plan = new BenchPlan(
                List.of(Bundles.BOARDS),
                List.of(InputFormat.PNG),
                List.of(1),
                Overlaps.BOTH,
                1,
                0,
                1,
                OptionalInt.of(IMAGES),
                8,
                Optional.empty(),
                OptionalInt.empty(),
                DataFolder.of(Map.of()));
        BenchReport measured = new ThroughputBench(plan, Clock.systemUTC(), line -> {}).run("test");
        new ReportFiles(folder.resolve("bench")).write(measured, new BenchTable(measured).markdown());
        report = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
    }

    @Test
    void shouldMeasureEveryVariant() {
        List<String> labels = new ArrayList<>();
        variants().forEach(variant -> labels.add(variant.path("variant").asText()));

        assertThat(labels)
                .containsExactly(
                        "model-1",
                        "model-64",
                        "decode-model-64",
                        "plain-loop",
                        "one-by-one",
                        "elbowatch",
                        "elbowatch-overlap");
    }

    @Test
    void shouldGetAResultOfEveryImageFromEveryFlow() {
        for (String label : List.of("plain-loop", "one-by-one", "elbowatch", "elbowatch-overlap")) {
            assertThat(variant(label).at("/rounds/0/results").asInt()).as(label).isEqualTo(IMAGES);
        }
    }

    @Test
    void shouldCompareByRatiosThatAreNumbers() {
        variants().forEach(variant -> {
            for (String ratio : List.of("ofCeiling", "ofDecodeThenModel", "ofPlainLoop")) {
                assertThat(variant.path(ratio).path("median").asDouble(Double.NaN))
                        .as(ratio)
                        .isFinite()
                        .isPositive();
            }
        });
    }

    @Test
    void shouldScoreInBatchesButForTheOneByOne() {
        assertThat(variant("one-by-one").at("/imagesPerModelRun/median").asDouble())
                .isEqualTo(1);
        assertThat(variant("elbowatch").at("/imagesPerModelRun/median").asDouble())
                .isGreaterThan(2);
    }

    @Test
    void shouldSplitTheCpuIntoStages() {
        assertThat(workload().path("stages").findValuesAsText("stage"))
                .containsExactly("decode", "preprocess", "model", "verdict-and-json", "metrics", "kafka-and-streams");
    }

    private static JsonNode workload() {
        return report.at("/workloads/0");
    }

    private static JsonNode variants() {
        return workload().path("variants");
    }

    private static JsonNode variant(String label) {
        for (JsonNode variant : variants()) {
            if (variant.path("variant").asText().equals(label)) {
                return variant;
            }
        }
        throw new AssertionError("no variant " + label);
    }
}
