package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TolerancesTest {
    private static final PixelForm FORM = new PixelForm(
            new ImageShape(1, 28, 28), new LatentShape(2, 1, 1), new Likelihood.Bernoulli(), 1, 3, List.of("log_kl"));

    @Test
    void shouldAllowLittleWhereNoRoundingWasMeasured() {
        assertThat(Tolerances.of(FORM, 1e-3, 0, true)).isEqualTo(new Tolerances(1e-4, 1e-4, 1e-4));
        assertThat(Tolerances.of(FORM, 1e-3, 2e-5, true)).isEqualTo(new Tolerances(1e-4, 1e-4, 1e-4));
    }

    @Test
    void shouldAllowThreeTimesTheRoundingOfTheNetworkButNotOfTheTerms() {
        Tolerances allowed = Tolerances.of(FORM, 1e-3, 1.1e-4, true);

        assertThat(allowed.reference()).isEqualTo(1e-4);
        assertThat(allowed.batches()).isCloseTo(3.3e-4, within(1e-12));
        assertThat(allowed.training()).isCloseTo(3.3e-4, within(1e-12));
    }

    @Test
    void shouldNeverAllowMoreThanAtAStart() {
        assertThat(Tolerances.of(FORM, 1e-3, 9e-4, true)).isEqualTo(new Tolerances(1e-4, 1e-3, 1e-3));
    }

    @Test
    void shouldAllowWhatAStartAllowsWhereTheProviderIsNotExact() {
        assertThat(Tolerances.of(FORM, 1e-3, 0, false)).isEqualTo(new Tolerances(1e-4, 1e-4, 1e-3));
    }

    /** The sums run over the places, however large the image is; how the network rounds is not known. */
    @Test
    void shouldAllowNoMoreForALargeImageOfFewPlaces() {
        PlaceForm form = new PlaceForm(
                new ImageShape(3, 512, 512),
                new PlaceGrid(4, 32, 32),
                new PlaceLatent.Categorical(8),
                1,
                3,
                List.of("log_kl"));
        assertThat(Tolerances.of(form, 1e-3, 0, true)).isEqualTo(new Tolerances(1e-4, 1e-3, 1e-3));
    }
}
