package io.elbowatch.core.elbo;

import io.elbowatch.testing.Terms;
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
        ElboTerms terms = Terms.of(nll, 0, kl, 0, 0);
        assertThat(terms.elboLoss(beta)).isEqualTo((double) nll + (double) beta * kl);
        assertThat(terms.elbo(beta)).isEqualTo(-terms.elboLoss(beta));
    }

    @Test
    void shouldCallAPerfectReconstructionFreeOfError() {
        assertThat(Terms.of(123.4f, 123.4f, 5, 1, 0).reconstructionError()).isZero();
        assertThat(Terms.of(130, 123.5f, 5, 1, 0).reconstructionError()).isCloseTo(6.5, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNotCallATermFiniteThatIsNot(float bad) {
        assertThat(Terms.of(bad, 0, 0, 0, 0).finite()).isFalse();
        assertThat(Terms.of(0, bad, 0, 0, 0).finite()).isFalse();
        assertThat(Terms.of(0, 0, bad, 0, 0).finite()).isFalse();
        assertThat(Terms.of(0, 0, 0, bad, 0).finite()).isFalse();
        assertThat(new ElboTerms(0, 0, 0, 0, Features.of(0, bad)).finite()).isFalse();
        assertThat(Terms.of(0, 0, 0, 0, 0).finite()).isTrue();
    }

    @Test
    void shouldNameWhatIsNotFinite() {
        assertThat(Terms.of(0, 0, Float.NaN, 0, 0).notFinite()).hasValue("kl is NaN");
        assertThat(new ElboTerms(0, 0, 0, 0, Features.of(0, 1, Float.NEGATIVE_INFINITY)).notFinite())
                .hasValue("features[2] is -Infinity");
    }

    @Test
    void shouldEqualTermsOfTheSameNumbers() {
        assertThat(new ElboTerms(1, 2, 3, 4, Features.of(5, 6)))
                .isEqualTo(new ElboTerms(1, 2, 3, 4, Features.of(5, 6)))
                .isNotEqualTo(new ElboTerms(1, 2, 3, 4, Features.of(5, 7)));
    }
}
