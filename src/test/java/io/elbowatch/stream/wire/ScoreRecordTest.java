package io.elbowatch.stream.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** All that reads scores reads them alike. */
class ScoreRecordTest {
    private static final List<Function<byte[], Optional<?>>> READERS =
            List.of(Decision::of, DecidedImage::of, ScoredFacts::of, RecordedScore::of);

    private static final String VERDICT =
            "\"verdict\":{\"anomalous\":true,\"score\":\"kl\",\"pValue\":0.001,\"alpha\":0.01}";
    private static final String IMAGE =
            "\"image\":{\"topic\":\"images\",\"partition\":2,\"offset\":17,\"timestamp\":5}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "3",
                "{}",
                "{" + IMAGE + "}",
                "{" + VERDICT + "}",
                "{" + IMAGE + ",\"verdict\":{\"anomalous\":true,\"score\":\"kl\",\"pValue\":\"x\",\"alpha\":0.01}}",
                "{" + IMAGE + ",\"verdict\":{\"anomalous\":true,\"score\":\"kl\",\"pValue\":2,\"alpha\":0.01}}",
                "{\"image\":{\"topic\":\"images\",\"partition\":2,\"timestamp\":5}," + VERDICT + "}",
                "\u0000"
            })
    void shouldFindNothingInOtherValues(String value) {
        assertThat(READERS)
                .allSatisfy(reader ->
                        assertThat(reader.apply(value.getBytes(UTF_8))).isEmpty());
    }

    @Test
    void shouldFindNothingWithoutAValue() {
        assertThat(READERS).allSatisfy(reader -> assertThat(reader.apply(null)).isEmpty());
    }

    /** Version 0.1 wrote no bundle; its model has the name that routes then gave it. */
    @Test
    void shouldReadARecordOfVersion01() {
        byte[] value =
                ("{" + IMAGE + ",\"model\":{\"name\":\"boards\",\"version\":\"1\"}," + VERDICT + "}").getBytes(UTF_8);

        assertThat(ScoredFacts.of(value).orElseThrow().verdict().bundle()).isEqualTo("boards");
        assertThat(DecidedImage.of(value).orElseThrow().bundle()).isEmpty();
        assertThat(DecidedImage.of(value).orElseThrow().version()).isEqualTo("1");
        assertThat(Decision.of(value).orElseThrow().image()).isEqualTo(new OutputOrigin("images", 2, 17));
        assertThat(Decision.of(value).orElseThrow().source()).isEmpty();
    }
}
