package io.elbowatch.stream.wire;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.replay.Outcome;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RecordedScoreTest {
    private static final ModelIdentity MODEL = new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu");

    /** Nine digits are a float, so nothing is lost but the last bit of a p-value. */
    @ParameterizedTest
    @EnumSource
    void shouldReadWhatWasWritten(Decider decider) {
        for (ElboTerms terms : new ElboTerms[] {
            Terms.of(100, 20, 3, 50, 0.5f), Terms.of(0, 0, 0, 0, 0), Terms.of(-1e6f, -2e6f, 1e-8f, 1e30f, 1)
        }) {
            Verdict verdict = new Judge(Calibrations.upTo(199), 1, decider, 0.05).judge(terms);

            RecordedScore read = RecordedScore.of(written(terms, verdict)).orElseThrow();

            assertThat(read.image()).isEqualTo(new OutputOrigin("images", 3, 1L << 40));
            assertThat(read.timestampMillis()).isEqualTo(1234);
            assertThat(read.model()).isEqualTo(MODEL);
            assertThat(read.outcome().anomalous()).isEqualTo(verdict.anomalous());
            assertThat(read.outcome().numbers()).isEqualTo(Outcome.of(verdict).numbers());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"image\":{\"topic\":\"a\",\"partition\":0,\"offset\":1}}",
                "\u0000"
            })
    void shouldFindNoScoreInOtherValues(String value) {
        assertThat(RecordedScore.of(value.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void shouldFindNoScoreInNumbersThatAreNotFinite() {
        ElboTerms terms = Terms.of(100, 20, 3, 50, 0.5f);
        String text =
                new String(written(terms, new Judge(Calibrations.upTo(199), 1, Decider.KL, 0.05).judge(terms)), UTF_8);

        assertThat(RecordedScore.of(null)).isEmpty();
        assertThat(RecordedScore.of(
                        text.replaceFirst("\"kl\":[0-9.]+", "\"kl\":1e300").getBytes(UTF_8)))
                .isEmpty();
        assertThat(RecordedScore.of(
                        text.replaceFirst("\"kl\":[0-9.]+", "\"kl\":\"3\"").getBytes(UTF_8)))
                .isEmpty();
    }

    private static byte[] written(ElboTerms terms, Verdict verdict) {
        return new ScoreJson()
                .write(
                        new ModelStamp("fake", MODEL, 1),
                        new ImageScore(
                                "camera-1".getBytes(UTF_8),
                                new Coordinates("images", 3, 1L << 40),
                                1234,
                                terms,
                                "cpu",
                                verdict,
                                OptionalLong.of(7)),
                        Optional.empty());
    }

    private record Coordinates(String topic, int partition, long offset) implements RecordMetadata {}
}
