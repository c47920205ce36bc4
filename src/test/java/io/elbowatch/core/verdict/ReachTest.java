package io.elbowatch.core.verdict;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReachTest {
    /** As {@code reach} of model/elbowatch_model/calibration.py says it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50 | DEFAULT | with 50 images: alpha 0.02 and above; 0.01 needs 99, 0.001 needs 999",
                "20 | LOCAL | with 20 images: alpha 0.048 and above; 0.01 needs 99, 0.001 needs 999",
                "999 | DENSITY | with 999 images: alpha 0.001 and above; 0.0001 needs 9999",
                "99999 | DEFAULT | with 99999 images: alpha 0.00001 and above",
                "50 | ELBO | with 50 images: alpha 0.04 and above; 0.01 needs 199, 0.001 needs 1999",
                "19 | DEFAULT | with 19 images: no alpha; at least 20 are needed"
            })
    void shouldSayWhatImagesSupport(int images, Decider decider, String sentence) {
        assertThat(new Reach(images, decider).sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 20", "0.02, 49", "0.01, 99", "0.001, 999", "0.9, 20", "1e-12, 999999999999"})
    void shouldSayHowManyImagesAnAlphaNeeds(double alpha, long images) {
        assertThat(Reach.neededImages(Decider.DEFAULT, alpha)).isEqualTo(images);
    }
}
