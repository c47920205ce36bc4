package io.elbowatch.core.elbo;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ElboTermsTest {
    @Property
    void shouldSumNllAndWeightedKlToTheLoss(
            @ForAll @FloatRange(max = 1e5f) float nll,
            @ForAll @FloatRange(max = 1e4f) float kl,
            @ForAll @FloatRange(min = 0.01f, max = 10) float beta) {
        ElboTerms terms = new ElboTerms(nll, 0, kl, 0, 0);
        assertThat(terms.elboLoss(beta)).isEqualTo((double) nll + (double) beta * kl);
        assertThat(terms.elbo(beta)).isEqualTo(-terms.elboLoss(beta));
    }

    @Test
    void shouldCallAPerfectReconstructionFreeOfError() {
        assertThat(new ElboTerms(123.4f, 123.4f, 5, 1, 0).reconstructionError()).isZero();
        assertThat(new ElboTerms(130, 123.5f, 5, 1, 0).reconstructionError()).isCloseTo(6.5, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNotCallATermFiniteThatIsNot(float bad) {
        assertThat(new ElboTerms(bad, 0, 0, 0, 0).finite()).isFalse();
        assertThat(new ElboTerms(0, bad, 0, 0, 0).finite()).isFalse();
        assertThat(new ElboTerms(0, 0, bad, 0, 0).finite()).isFalse();
        assertThat(new ElboTerms(0, 0, 0, bad, 0).finite()).isFalse();
        assertThat(new ElboTerms(0, 0, 0, 0, bad).finite()).isFalse();
        assertThat(new ElboTerms(0, 0, 0, 0, 0).finite()).isTrue();
    }
}
