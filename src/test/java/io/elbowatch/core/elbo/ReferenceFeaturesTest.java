package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Values that were worked out by hand, of an image of 2 rows and 4 columns. */
class ReferenceFeaturesTest {
    private static final double ROUNDING = 1e-9;
    private static final ImageShape SHAPE = new ImageShape(1, 2, 4);

    @Test
    void shouldSeeTheSteps() {
        byte[] pixels = levels(0, 51, 51, 51, 0, 51, 51, 255); // 51 is 0.2 of full scale
        assertThat(of("log_steps_across", pixels)).isEqualTo(Math.log((2 * 0.04 + 0.64) / 6 + 1e-4), within(ROUNDING));
        assertThat(of("log_steps_down", pixels)).isEqualTo(Math.log(0.64 / 4 + 1e-4), within(ROUNDING));
        assertThat(of("flat", pixels)).isEqualTo(3 / 6.0);
    }

    @Test
    void shouldSeeTheBrightness() {
        byte[] pixels = levels(0, 5, 6, 204, 0, 0, 0, 40);
        assertThat(of("brightness_mean", pixels)).isEqualTo(1 / 8.0, within(ROUNDING));
        assertThat(of("brightness_highest", pixels)).isEqualTo(0.8);
        assertThat(of("black", pixels)).isEqualTo(5 / 8.0);
    }

    @Test
    void shouldBeFiniteOnACoveredLens() {
        byte[] covered = new byte[8];
        for (String name : List.of("log_deviance", "log_kl", "log_local", "log_residual_squares", "log_steps_across")) {
            assertThat(of(name, covered)).as(name).isFinite();
        }
        assertThat(of("log_steps_across", covered)).isEqualTo(Math.log(1e-4), within(ROUNDING));
        assertThat(of("flat", covered)).isEqualTo(1);
    }

    /** Black pixels at a logit l cost log(1 + exp(l)): one at 0, the others nothing; a kl of 8 is spread over all. */
    @Test
    void shouldSeeHowItIsReconstructed() {
        byte[] black = new byte[8];
        double worst = Math.log(2);
        double spread = 2 * 8 / 8.0; // β·kl of a pixel
        assertThat(of("log_deviance", black)).isEqualTo(Math.log(worst / 8 + 1e-3), within(ROUNDING));
        assertThat(of("log_kl", black)).isEqualTo(Math.log(8 / 8.0 + 1e-3), within(ROUNDING));
        assertThat(of("log_local", black)).isEqualTo(Math.log(worst + spread + 1e-3), within(ROUNDING));
        assertThat(of("log_local_row", black)).isEqualTo(Math.log(worst / 4 + spread + 1e-3), within(ROUNDING));
        assertThat(of("log_local_column", black)).isEqualTo(Math.log(worst / 2 + spread + 1e-3), within(ROUNDING));
        assertThat(of("log_residual_squares", black)).isEqualTo(Math.log(0.25 / 8 + 1e-5), within(ROUNDING));
    }

    @Test
    void shouldFindTheLatentByItsNumber() {
        assertThat(of("mean_0", new byte[8])).isEqualTo(4);
        assertThat(of("mean_1", new byte[8])).isZero();
    }

    /** Of a later version: there is nothing to compare the graph with. */
    @Test
    void shouldTakeOverWhatItDoesNotKnow() {
        assertThat(of("entropy", new byte[8])).isEqualTo(-7);
        assertThat(of("mean_2", new byte[8])).isEqualTo(-7);
    }

    private static double of(String name, byte[] pixels) {
        PixelForm form =
                new PixelForm(SHAPE, new LatentShape(2, 1, 1), new Likelihood.Bernoulli(), 2, 1, List.of(name));
        float[] logits = new float[8];
        Arrays.fill(logits, -80);
        logits[2] = 0;
        ElboTerms terms = new ElboTerms(0, 0, 0, 0, Features.of(-7));
        ModelOutput output = new PixelOutput(terms, new GaussianPosterior(new float[] {4, 0}, new float[2]), logits);
        return ReferenceElbo.of(form, pixels, output).features()[0];
    }

    private static byte[] levels(int... levels) {
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < levels.length; i++) {
            pixels[i] = (byte) levels[i];
        }
        return pixels;
    }
}
