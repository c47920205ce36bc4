package io.elbowatch.core.elbo;

import io.elbowatch.core.elbo.Likelihood.Bernoulli;
import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MaskTest {
    private static final ImageShape SHAPE = new ImageShape(3, 4, 8);

    /** The left half is excluded. */
    private static final Mask MASK = new Mask(SHAPE, rightHalf(), new byte[] {10, 20, (byte) 200});

    @Test
    void shouldFillWhatIsExcludedAndLeaveTheRest() {
        byte[] pixels = new byte[SHAPE.bytes()];
        Arrays.fill(pixels, (byte) 99);

        byte[] filled = MASK.filled(pixels);

        for (int channel = 0; channel < 3; channel++) {
            byte fill = new byte[] {10, 20, (byte) 200}[channel];
            assertThat(filled[channel * 32]).isEqualTo(fill);
            assertThat(filled[channel * 32 + 3]).isEqualTo(fill);
            assertThat(filled[channel * 32 + 4]).isEqualTo((byte) 99);
            assertThat(filled[channel * 32 + 31]).isEqualTo((byte) 99);
        }
        assertThat(pixels).containsOnly(99);
    }

    @Test
    void shouldLeaveAnImageAloneOfWhichAllCounts() {
        byte[] pixels = new byte[SHAPE.bytes()];
        assertThat(Mask.none(SHAPE).filled(pixels)).isSameAs(pixels);
        assertThat(Mask.none(SHAPE).excludesNothing()).isTrue();
        assertThat(MASK.excludesNothing()).isFalse();
    }

    @Test
    void shouldCountARectangleThatHasAPixelThatCounts() {
        assertThat(MASK.countsIn(0, 0, 4, 4)).isFalse();
        assertThat(MASK.countsIn(3, 1, 1, 4)).isTrue();
        assertThat(MASK.countsIn(0, 4, 1, 1)).isTrue();
    }

    @Test
    void shouldRefuseToExcludeEverythingAndOtherSizes() {
        byte[] fill = new byte[3];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mask(SHAPE, new boolean[32], fill))
                .withMessage("excludes every pixel");
        assertThatIllegalArgumentException().isThrownBy(() -> new Mask(SHAPE, new boolean[31], fill));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mask(SHAPE, rightHalf(), new byte[1]));
        PixelForm form = new PixelForm(
                new ImageShape(3, 4, 6), new LatentShape(1, 1, 1), new Bernoulli(), 1, 1, List.of("flat"));
        assertThatIllegalArgumentException().isThrownBy(() -> form.with(MASK));
    }

    /** A place of two codes at the distances 0 and 1, of which the mask leaves the right half. */
    @Test
    void shouldLeaveExcludedPlacesOutOfTheTerms() {
        PlaceForm all =
                new PlaceForm(SHAPE, new PlaceGrid(1, 2, 4), new PlaceLatent.Categorical(1), 1, 3, List.of("log_kl"));
        float[] features = {9, 9, 0, 1, 9, 9, 0, 2}; // [1, 2, 4]
        PlaceOutput output = new PlaceOutput(
                new ElboTerms(0, 0, 0, 0, Features.of(0)),
                new float[8],
                features,
                new PlaceExplanation.Codes(new float[] {0}, new float[] {0}, new float[] {0}));

        PreciseTerms terms = ReferenceElbo.of(all.with(MASK), new byte[SHAPE.bytes()], output)
                .terms();

        double floor = 0.5 * Math.log(2 * Math.PI);
        assertThat(terms.of(Term.FLOOR)[0]).isCloseTo(4 * floor, within(1e-9));
        assertThat(terms.of(Term.RECONSTRUCTION_NLL)[0]).isCloseTo(4 * floor + 0.5 * (1 + 4), within(1e-9));
        assertThat(terms.of(Term.KL)[0]).isZero();
        // Around the right places are four places of 2 x 2 pixels, none of them excluded.
        assertThat(terms.of(Term.LOCAL)[0]).isCloseTo(0.5 * (1 + 4) / 4 / 4, within(1e-9));
    }

    private static boolean[] rightHalf() {
        boolean[] counts = new boolean[32];
        for (int i = 0; i < 32; i++) {
            counts[i] = i % 8 >= 4;
        }
        return counts;
    }
}
