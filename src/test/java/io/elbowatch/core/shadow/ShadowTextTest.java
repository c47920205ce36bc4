package io.elbowatch.core.shadow;

import io.elbowatch.testing.Tallies;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShadowTextTest {

    @Test
    void shouldSayWhatWouldChange() {
        TallyCounter counter = Tallies.hundred();
        counter.leftOut();

        assertThat(ShadowText.of(counter.now()))
                .containsExactly(
                        "camera-7 (boards 1.0.0) against its shadow camera-7-next (boards 1.1.0), since settings offset 12",
                        "  compared    100 images; the verdict is the same for 92.00 % (85.00 to 95.89)",
                        "  flips       5 normal images would be reported, 3 reported ones would not",
                        "  reported    now 5.00 % (2.15 to 11.18), by the shadow 7.00 % (3.43 to 13.75)",
                        "  p-values    times 0.87 by the geometric mean; 5 images a tenth or less, 3 tenfold or more",
                        "  source      camera-7: 100 images, 5 to anomalous, 3 to normal",
                        "  cost        2.00 ms an image",
                        "  not known   1 images left out because the shadow was behind, 0 that it could not score",
                        "  few images: the shares are uncertain");
    }

    @Test
    void shouldSayThatNothingWasCompared() {
        TallyCounter counter = new TallyCounter(Tallies.PAIR, OptionalLong.empty(), 0);

        assertThat(ShadowText.of(counter.now()))
                .containsExactly(
                        "camera-7 (boards 1.0.0) against its shadow camera-7-next (boards 1.1.0), since the settings of the start",
                        "  no image was compared yet");
    }

    @Test
    void shouldPrintNoControlCharacterOfASource() {
        TallyCounter counter = new TallyCounter(Tallies.PAIR, OptionalLong.empty(), 0);
        counter.compared("\u001b[2Jx", false, 0.5, true, 0.0001);

        assertThat(String.join("\n", ShadowText.of(counter.now()))).contains("\\u001b[2Jx");
    }
}
