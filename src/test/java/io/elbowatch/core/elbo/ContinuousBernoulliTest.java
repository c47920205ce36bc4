package io.elbowatch.core.elbo;

import io.elbowatch.core.elbo.Likelihood.ContinuousBernoulli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ContinuousBernoulliTest {
    private static final Path VECTORS = Path.of("src/test/resources/reference/continuous-bernoulli.tsv");
    private final ContinuousBernoulli likelihood = new ContinuousBernoulli();

    /** {@code model/vectors/make_likelihood_vectors.py} computes them with 60 digits. */
    static List<String> vectors() throws IOException {
        List<String> lines = Files.readAllLines(VECTORS);
        return lines.subList(1, lines.size());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldEqualTheVectors(String line) {
        double[] row = List.of(line.split("\t")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
        double x = row[1] / 255;

        assertThat(likelihood.nll(row[0], x)).isEqualTo(row[2], within(1e-12));
        assertThat(likelihood.floor(x)).isEqualTo(row[3], within(1e-12));
        assertThat(likelihood.mean(row[0])).isEqualTo(row[4], within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-20, -0.3, 0, 1e-9, 0.009, 0.011, 7})
    void shouldBeADensityWithItsMean(double logit) {
        int steps = 100_000;
        double mass = 0;
        double moment = 0;
        for (int i = 0; i < steps; i++) {
            double x = (i + 0.5) / steps;
            double density = Math.exp(-likelihood.nll(logit, x));
            mass += density / steps;
            moment += x * density / steps;
        }

        assertThat(mass).isEqualTo(1, within(1e-7));
        assertThat(moment).isEqualTo(likelihood.mean(logit), within(1e-7));
    }

    @Test
    void shouldHaveNoLowerNllThanItsFloor() {
        for (int level = 0; level < 256; level++) {
            for (double logit = -80; logit <= 80; logit += 0.37) {
                double x = level / 255.0;
                assertThat(likelihood.nll(logit, x)).isGreaterThanOrEqualTo(likelihood.floor(x) - 1e-12);
            }
        }
    }
}
