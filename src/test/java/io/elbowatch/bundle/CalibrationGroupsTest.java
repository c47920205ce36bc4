package io.elbowatch.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The groups of {@code calibration.json}, as a bundle is read. */
class CalibrationGroupsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private BundledModel model;

    @BeforeEach
    void copyABundle() throws IOException {
        for (String file : new String[] {"model.onnx", "manifest.json", "calibration.json", "golden.json"}) {
            Files.copy(Bundles.BOARDS.resolve(file), folder.resolve(file));
        }
        model = BundledModel.load(folder);
        CalibrationTarget.in(model).write(set(), 0.05);
    }

    /** 60 images of camera-1, 40 of camera-2, 12 of camera-3 and 8 of none. */
    private CalibrationSet set() {
        Random random = new Random(5);
        int features = model.manifest().features().size();
        return new CalibrationSet(
                IntStream.range(0, 120)
                        .mapToObj(i -> {
                            float[] values = new float[features];
                            IntStream.range(0, features).forEach(j -> values[j] = (float) random.nextGaussian());
                            Optional<String> source = i < 60
                                    ? Optional.of("camera-1")
                                    : i < 100
                                            ? Optional.of("camera-2")
                                            : i < 112 ? Optional.of("camera-3") : Optional.empty();
                            return new CalibrationSet.Image(
                                    "i" + i,
                                    "set",
                                    source,
                                    new ElboTerms(i, 0, random.nextFloat(), random.nextFloat(), Features.of(values)));
                        })
                        .toList(),
                1);
    }

    @Test
    void shouldReadWhatItWrites() {
        Bundle bundle = Bundle.load(folder);
        JudgeGroups judges = new JudgeGroups(bundle.judge());
        assertThat(bundle.calibration().images()).isEqualTo(120);
        assertThat(bundle.calibration().groups().keySet()).containsExactly("camera-1", "camera-2");
        assertThat(judges.groups().keySet()).containsExactly("camera-1", "camera-2");
        assertThat(judges.of("camera-1")
                        .calibration()
                        .sample(Score.RECONSTRUCTION)
                        .largest())
                .isEqualTo(59);
        assertThat(judges.of("camera-3")).isSameAs(judges.pooled());
    }

    @Test
    void shouldNameSmallSourcesAndTheOthersInTheFile() throws IOException {
        JsonNode groups =
                JSON.readTree(folder.resolve("calibration.json").toFile()).get("groups");
        assertThat(groups.findValuesAsText("name")).containsExactly("camera-1", "camera-2", "camera-3", "set");
        assertThat(groups.findValuesAsText("images")).containsExactly("60", "40", "12", "8");
        assertThat(groups.get(2).has("scores")).isFalse();
    }

    /** Programs of earlier releases leave out the fields of a group that they do not know. */
    @Test
    void shouldKeepThePooledPart() throws IOException {
        double[] before = Bundle.load(folder).calibration().sample(Score.LOCAL).ascending();
        change(groups -> groups.forEach(group -> ((ObjectNode) group).remove("scores")));
        Bundle bundle = Bundle.load(folder);
        assertThat(bundle.calibration().sample(Score.LOCAL).ascending()).isEqualTo(before);
        assertThat(bundle.calibration().groups()).isEmpty();
    }

    @Test
    void shouldReadFilesOfEarlierReleasesAsBefore() throws IOException {
        Files.copy(
                Bundles.BOARDS.resolve("calibration.json"),
                folder.resolve("calibration.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Bundle bundle = Bundle.load(folder);
        assertThat(bundle.calibration().groups()).isEmpty();
        assertThat(bundle.calibration().images()).isEqualTo(20_000);
    }

    @Test
    void shouldRefuseGroupsThatDoNotFit() throws IOException {
        assertRefused(groups -> first(groups).remove("name"), "a group with scores has no name");
        assertRefused(groups -> first(groups).put("name", "camera-2"), "two groups are named 'camera-2'");
        assertRefused(
                groups -> first(groups).put("images", 59), "group 'camera-1': images is 59, but there are 60 scores");
        assertRefused(groups -> scores(groups).putArray("klx").add(1), "group 'camera-1': unknown score 'klx'");
        assertRefused(groups -> scores(groups).remove("kl"), "group 'camera-1': no calibration scores of 'kl'");
        assertRefused(
                groups -> scores(groups).putNull("default"), "group 'camera-1': no calibration scores of 'default'");
        assertRefused(
                groups -> ((ArrayNode) scores(groups).get("local")).set(3, 1e9),
                "group 'camera-1': 'local': calibration scores must ascend; number 4 does not");
        assertRefused(groups -> ((ArrayNode) scores(groups).get("density")).remove(0), "group 'camera-1'", "'density'");
        assertRefused(
                groups -> ((ArrayNode) groups).add(first(groups).deepCopy().put("name", "more")),
                "the groups have 160 images, and all together 120");
    }

    @Test
    void shouldRefuseGroupsBesideAnOlderDensity() throws IOException {
        JsonNode older =
                JSON.readTree(Bundles.BOARDS.resolve("calibration.json").toFile());
        JsonNode grouped = JSON.readTree(folder.resolve("calibration.json").toFile());
        ((ObjectNode) older).set("groups", grouped.get("groups"));
        JSON.writeValue(folder.resolve("calibration.json").toFile(), older);
        assertThatThrownBy(() -> Bundle.load(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("groups with scores need a density of every image");
    }

    private static ObjectNode first(JsonNode groups) {
        return (ObjectNode) groups.get(0);
    }

    private static ObjectNode scores(JsonNode groups) {
        return (ObjectNode) first(groups).get("scores");
    }

    private void assertRefused(Consumer<JsonNode> change, String... facts) throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve("calibration.json"));
        change(change);
        assertThatThrownBy(() -> Bundle.load(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("calibration.json")
                .hasMessageContainingAll(facts)
                .satisfies(e -> assertThat(((Refusal) e).remedy()).contains("calibrate"));
        Files.write(folder.resolve("calibration.json"), before);
    }

    private void change(Consumer<JsonNode> change) throws IOException {
        JsonNode content = JSON.readTree(folder.resolve("calibration.json").toFile());
        change.accept(content.get("groups"));
        JSON.writeValue(folder.resolve("calibration.json").toFile(), content);
    }
}
