package io.elbowatch.core.elbo;

import io.elbowatch.core.elbo.Likelihood.Bernoulli;
import io.elbowatch.core.elbo.Likelihood.ContinuousBernoulli;
import io.elbowatch.core.elbo.Likelihood.Gaussian;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.testing.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Laws that hold for every image and every VAE, and values that were worked out by hand. */
class ReferenceElboTest {
    private static final ImageShape SHAPE = new ImageShape(3, 4, 6);
    private static final LatentShape LATENT = new LatentShape(2, 2, 3);
    private static final List<String> NAMES = List.of("feature");
    /** Of 0 nats but for rounding. */
    private static final double ROUNDING = 1e-9;

    @Property
    void shouldNeverHaveANegativeKl(
            @ForAll @Size(12) @FloatRange(min = -9, max = 9) float[] mean,
            @ForAll @Size(12) @FloatRange(min = -30, max = 9) float[] logVariance) {
        byte[] pixels = pixels(1);
        ReferenceElbo elbo = elbo(new Bernoulli(), pixels, logits(1), mean, logVariance);
        assertThat(elbo.kl()).isGreaterThanOrEqualTo(-ROUNDING);
    }

    @Property
    void shouldHaveAKlOfZeroAtThePriorAndNowhereElse(
            @ForAll @IntRange(max = 11) int latent, @ForAll @FloatRange(min = -9, max = 9) float by) {
        assertThat(elbo(new Bernoulli(), pixels(1), logits(1), new float[12], new float[12])
                        .kl())
                .isZero();
        if (Math.abs(by) > 1e-3) {
            float[] off = new float[12];
            off[latent] = by;
            assertThat(elbo(new Bernoulli(), pixels(1), logits(1), off, new float[12])
                            .kl())
                    .isEqualTo(0.5 * (double) by * by, within(ROUNDING));
            assertThat(elbo(new Bernoulli(), pixels(1), logits(1), new float[12], off)
                            .kl())
                    .isPositive();
        }
    }

    @Property
    void shouldNeverHaveANegativeDeviance(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 9) double sigma) {
        for (Likelihood likelihood : likelihoods(sigma)) {
            ReferenceElbo elbo = elbo(likelihood, pixels(seed), logits(seed));
            assertThat(elbo.reconstructionNll() - elbo.floor()).isGreaterThanOrEqualTo(-ROUNDING);
            assertThat(elbo.local()).isGreaterThanOrEqualTo(-ROUNDING);
        }
    }

    @Property
    void shouldHaveADevianceOfZeroAtAPerfectReconstruction(@ForAll long seed) {
        byte[] grey = pixels(seed);
        byte[] binary = pixels(seed);
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) (binary[i] < 0 ? 255 : 0);
        }
        for (byte[] pixels : new byte[][] {grey, binary}) {
            ReferenceElbo elbo = elbo(new Bernoulli(), pixels, perfectLogits(pixels));
            assertThat(elbo.reconstructionNll()).isEqualTo(elbo.floor(), within(1e-6));
            assertThat(elbo.local()).isEqualTo(0, within(1e-7));
        }
        assertThat(elbo(new Bernoulli(), binary, perfectLogits(binary)).floor()).isZero();
        ReferenceElbo gaussian = elbo(gaussian(Gaussian.Link.IDENTITY), grey, levels(grey));
        assertThat(gaussian.reconstructionNll()).isEqualTo(gaussian.floor(), within(1e-6));
    }

    @Test
    void shouldCostTheLogarithmOfTwoWhereNothingIsKnown() {
        ReferenceElbo elbo = elbo(new Bernoulli(), pixels(1), new float[SHAPE.bytes()]);
        assertThat(elbo.reconstructionNll()).isEqualTo(SHAPE.bytes() * Math.log(2), within(ROUNDING));
    }

    @Test
    void shouldCostTheLogitWhereItIsSureAndWrong() {
        Bernoulli bernoulli = new Bernoulli();
        assertThat(bernoulli.nll(80, 0)).isEqualTo(80, within(ROUNDING));
        assertThat(bernoulli.nll(-80, 1)).isEqualTo(80, within(ROUNDING));
        assertThat(bernoulli.nll(80, 1)).isBetween(0.0, 1e-30);
    }

    @Test
    void shouldTakeTheWorstWindowWithTheKlOfItsOwnPlace() {
        PixelForm form = new PixelForm(new ImageShape(1, 4, 6), new LatentShape(1, 2, 3), new Bernoulli(), 2, 2, NAMES);
        float[] mean = {0, 0, 0, 0, 0, 4}; // a kl of 8 at the place of the last 2 x 2 pixels
        byte[] black = new byte[24];
        float[] logits = new float[24];
        Arrays.fill(logits, -80);
        logits[0] = 12; // costs 12 nats at the first pixel
        ModelOutput output =
                new PixelOutput(Terms.of(0, 0, 0, 0, 0), new GaussianPosterior(mean, new float[6]), logits);
        ReferenceElbo elbo = ReferenceElbo.of(form, black, output);
        assertThat(elbo.kl()).isEqualTo(8);
        assertThat(elbo.local()).isEqualTo(2 * 8 / 4.0, within(ROUNDING)); // more than 12 / 4
    }

    @Test
    void shouldRefuseOutputsOfAnotherForm() {
        assertThatThrownBy(() -> elbo(new Bernoulli(), new byte[3], logits(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 pixels");
    }

    private static Likelihood[] likelihoods(double sigma) {
        return new Likelihood[] {
            new Bernoulli(),
            new ContinuousBernoulli(),
            new Gaussian(sigma, Gaussian.Link.SIGMOID),
            new Gaussian(sigma, Gaussian.Link.IDENTITY)
        };
    }

    private static Gaussian gaussian(Gaussian.Link link) {
        return new Gaussian(0.2, link);
    }

    private static ReferenceElbo elbo(Likelihood likelihood, byte[] pixels, float[] logits) {
        return elbo(likelihood, pixels, logits, new float[12], new float[12]);
    }

    private static ReferenceElbo elbo(
            Likelihood likelihood, byte[] pixels, float[] logits, float[] mean, float[] logVariance) {
        ElboTerms none = Terms.of(0, 0, 0, 0, 0);
        return ReferenceElbo.of(
                new PixelForm(SHAPE, LATENT, likelihood, 1.5, 3, NAMES),
                pixels,
                new PixelOutput(none, new GaussianPosterior(mean, logVariance), logits));
    }

    private static byte[] pixels(long seed) {
        byte[] pixels = new byte[SHAPE.bytes()];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    private static float[] logits(long seed) {
        Random random = new Random(seed + 1);
        float[] logits = new float[SHAPE.bytes()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.max(-80, Math.min(80, 10 * random.nextGaussian()));
        }
        return logits;
    }

    /** What a perfect decoder gives: log(x/(1 − x)), within ±80. */
    private static float[] perfectLogits(byte[] pixels) {
        float[] logits = new float[pixels.length];
        for (int i = 0; i < logits.length; i++) {
            double x = (pixels[i] & 0xFF) / 255.0;
            logits[i] = (float) Math.max(-80, Math.min(80, Math.log(x / (1 - x))));
        }
        return logits;
    }

    private static float[] levels(byte[] pixels) {
        float[] levels = new float[pixels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (pixels[i] & 0xFF) / 255f;
        }
        return levels;
    }
}
