package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.shadow.TallyCounter;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.wire.ShadowFlip;
import io.elbowatch.stream.wire.ShadowFlipJson;
import io.elbowatch.stream.wire.ShadowTallyJson;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Of the flips in the topic, those of the comparisons in force are shown. */
class FlipsTest {
    private static final Judge JUDGE = Calibrations.judge(199, 0.05);
    private static final Verdict NORMAL = JUDGE.judge(Terms.of(100, 0, 0, 100, 100));
    private static final Verdict ANOMALOUS = JUDGE.judge(Terms.of(1000, 0, 0, 1000, 1000));
    private static final ComparedBundle DECIDING = side("camera-7", "1.0.0", 0.05);
    private static final ComparedBundle SHADOW = side("camera-7-next", "1.1.0", 0.05);
    private static final ShadowPair PAIR = new ShadowPair(DECIDING, SHADOW);
    private static final OptionalLong START = OptionalLong.empty();
    private static final long NOW = 1_000_000;

    private final Journal journal = new Journal("j");
    private final JournalWriter writer = new JournalWriter(
            journal,
            new Pictures(Pictures.MAX_BYTES),
            () -> new DrawnModel(new ModelIdentity("boards", "2.0.0", "0", "cpu"), JUDGE),
            "elbowatch",
            Optional::empty);

    @Test
    void shouldShowAFlip() throws Exception {
        compare(PAIR, START);
        flip(17, PAIR, START);

        assertThat(shown()).containsExactly("images-0-17");
        assertThat(named()).isEqualTo("[\"images-0-17\"]");
    }

    @Test
    void shouldNotShowFlipsOfOtherBundles() throws Exception {
        compare(PAIR, START);
        flip(1, new ShadowPair(DECIDING, side("camera-7-other", "1.1.0", 0.05)), START);
        flip(2, new ShadowPair(DECIDING, side("camera-7-next", "1.0.9", 0.05)), START);
        flip(3, new ShadowPair(side("camera-7", "0.9.0", 0.05), SHADOW), START);

        assertThat(shown()).isEmpty();
        assertThat(named()).isEqualTo("[]");
    }

    @Test
    void shouldNotShowFlipsOfAnotherAlpha() throws Exception {
        compare(new ShadowPair(DECIDING, side("camera-7-next", "1.1.0", 0.1)), START);
        flip(17, PAIR, START);

        assertThat(shown()).isEmpty();
    }

    @Test
    void shouldShowFlipsSinceTheSettingsThatBeganTheComparison() throws Exception {
        compare(PAIR, OptionalLong.of(12));
        flip(1, PAIR, START);
        flip(2, PAIR, OptionalLong.of(11));
        flip(3, PAIR, OptionalLong.of(12));
        flip(4, PAIR, OptionalLong.of(13));

        assertThat(shown()).containsExactly("images-0-3", "images-0-4");
    }

    @Test
    void shouldDropTheFlipsOfAComparisonThatEnds() throws Exception {
        compare(PAIR, START);
        flip(17, PAIR, START);
        assertThat(shown()).hasSize(1);

        compare(PAIR, OptionalLong.of(3));

        assertThat(shown()).isEmpty();
        assertThat(named()).isEqualTo("[]");
    }

    @Test
    void shouldShowFlipsAgainWhenTheirComparisonIsTold() throws Exception {
        compare(PAIR, START);
        flip(17, PAIR, START);
        assertThat(shown()).hasSize(1);
        compare(new ShadowPair(DECIDING, side("camera-7-next", "1.1.0", 0.1)), START);
        assertThat(shown()).isEmpty();

        compare(PAIR, START);

        assertThat(shown()).containsExactly("images-0-17");
    }

    @Test
    void shouldShowAFlipThatComesBeforeTheInstanceTellsOfItsComparison() throws Exception {
        flip(17, PAIR, OptionalLong.of(3));
        assertThat(shown()).isEmpty();

        compare(PAIR, OptionalLong.of(3));

        assertThat(shown()).containsExactly("images-0-17");
    }

    @Test
    void shouldKeepTheNewestOfManyFlips() throws Exception {
        compare(PAIR, START);
        for (int i = 0; i < 300; i++) {
            flip(i, PAIR, START);
        }

        assertThat(shown()).hasSize(40).contains("images-0-299");
    }

    private static ComparedBundle side(String bundle, String version, double alpha) {
        return new ComparedBundle(bundle, "boards", version, "0", "5000", "default", alpha);
    }

    /** An instance tells that it compares these bundles, and no others. */
    private void compare(ShadowPair pair, OptionalLong since) {
        JsonNode tally = ShadowTallyJson.write(new TallyCounter(pair, since, 1_000).now());
        String state =
                "{\"schema\":1,\"application\":\"elbowatch\",\"host\":\"h\",\"at\":1000000,\"bundles\":[],\"shadows\":["
                        + tally + "]}";
        take(Output.INSTANCES, "a", state.getBytes(UTF_8));
    }

    private void flip(long offset, ShadowPair pair, OptionalLong settingsOffset) {
        byte[] key = "line-4".getBytes(UTF_8);
        take(
                Output.SHADOW,
                "line-4",
                new ShadowFlipJson()
                        .write(new ShadowFlip(key, "images", 0, offset, 1, pair, NORMAL, ANOMALOUS, settingsOffset)));
    }

    private void take(Output output, String key, byte[] value) {
        writer.take(output, new OutputRecord(key.getBytes(UTF_8), value, NOW, name -> null, true), NOW);
    }

    private List<String> shown() throws Exception {
        writer.beat(NOW, 1);
        return journal.after(0, 0).stream()
                .filter(entry -> entry.kind() == Kind.FLIP)
                .map(entry -> json(entry.json()).at("/image").asText())
                .toList();
    }

    /** The flips that viewers are to keep. */
    private String named() throws Exception {
        writer.beat(NOW, 1);
        return journal.after(0, 0).stream()
                .filter(entry -> entry.kind() == Kind.BUNDLES)
                .map(entry -> json(entry.json()).at("/flips").toString())
                .findAny()
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
