package io.elbowatch.core.evaluation;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.verdict.Decider;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceWarningsTest {
    @Test
    void shouldSayNothingOfASetWithoutSources() {
        assertThat(SourceWarnings.of(set(60, i -> null, i -> 1), Decider.DEFAULT, 0.001))
                .isEmpty();
    }

    @Test
    void shouldWarnOfSourcesWithTooFewImagesForAlpha() {
        CalibrationSet set = set(150, i -> i < 100 ? "large" : "small", i -> i < 100 ? 1 : 3);
        assertThat(SourceWarnings.of(set, Decider.DEFAULT, 0.01))
                .map(CalibrationWarning::sentence)
                .containsExactly(
                        "1 source has fewer images than alpha 0.01 needs, 99: images of small (50) are compared with those of all"
                                + " sources; give more of them, or raise alpha");
        assertThat(SourceWarnings.of(set, Decider.DEFAULT, 0.05)).isEmpty();
    }

    @Test
    void shouldWarnOfSourcesThatDoNotDifferFromTheOthers() {
        CalibrationSet set = set(300, i -> "camera-" + i % 3, i -> i % 3 == 0 ? 3 : 1);
        assertThat(SourceWarnings.of(set, Decider.DEFAULT, 0.05)).isEmpty();
        CalibrationSet equal = set(300, i -> "camera-" + i % 3, i -> 1);
        assertThat(SourceWarnings.of(equal, Decider.DEFAULT, 0.05))
                .map(CalibrationWarning::sentence)
                .singleElement()
                .asString()
                .startsWith("the scores of camera-0, camera-1, camera-2 do not differ from those of the other sources");
    }

    @Test
    void shouldFindThatASingleSourceGainsNothing() {
        assertThat(SourceWarnings.of(set(60, i -> "only", i -> 1), Decider.DEFAULT, 0.05))
                .singleElement()
                .isInstanceOf(CalibrationWarning.NoGain.class);
    }

    private static CalibrationSet set(int images, IntFunction<String> source, IntToDoubleFunction level) {
        Random random = new Random(3);
        return new CalibrationSet(
                IntStream.range(0, images)
                        .mapToObj(i -> {
                            float local = (float) (level.applyAsDouble(i) * (1 + random.nextDouble()));
                            Features features =
                                    Features.of((float) random.nextGaussian(), (float) random.nextGaussian());
                            return new CalibrationSet.Image(
                                    "i" + i,
                                    "set",
                                    Optional.ofNullable(source.apply(i)),
                                    new ElboTerms(random.nextFloat(), 0, random.nextFloat(), local, features));
                        })
                        .toList(),
                1);
    }
}
