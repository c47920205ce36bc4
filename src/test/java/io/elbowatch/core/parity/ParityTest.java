package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.elbo.PreciseTerms;
import io.elbowatch.core.elbo.ReferenceElbo;
import io.elbowatch.core.elbo.Term;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** With a graph that computes by the definitions, but for the fault that a test gives it. */
class ParityTest {
    private static final ImageShape SHAPE = new ImageShape(1, 6, 6);
    private static final PixelForm FORM = new PixelForm(
            SHAPE, new LatentShape(2, 1, 1), new Likelihood.Bernoulli(), 1, 3, List.of("log_kl", "mean_1"));
    private static final RandomImages IMAGES = new RandomImages(SHAPE, 1, 70);

    @Test
    void shouldFindNothingInAGraphThatComputesByTheDefinitions() {
        ParityReport report = compared(terms -> terms, terms -> terms);
        assertThat(report.beyond()).isEmpty();
        assertThat(report.bitEqual()).isTrue();
        assertThat(report.comparisons()).singleElement().satisfies(comparison -> {
            assertThat(comparison.images()).isEqualTo(70);
            for (Term term : Term.values()) {
                assertThat(comparison.mostRelative(term).relative()).isLessThan(1e-6);
            }
        });
        assertThat(report.batches().images()).as("alone, and shuffled").isEqualTo(2 * 70);
    }

    @Test
    void shouldNameTheTermAndTheImageThatAreOff() {
        ElboTerms target = exact(IMAGES.pixels(33)).terms();
        UnaryOperator<ElboTerms> wrong = terms -> terms.equals(target)
                ? new ElboTerms(
                        terms.reconstructionNll(), terms.floor(), terms.kl() + 0.5f, terms.local(), terms.features())
                : terms;
        ParityReport report = compared(wrong, wrong);
        assertThat(report.bitEqual()).isTrue();
        assertThat(report.beyond()).singleElement().satisfies(comparison -> {
            assertThat(comparison.title()).isEqualTo("graph against reference, random images");
            assertThat(comparison.beyond()).singleElement().satisfies(difference -> {
                assertThat(difference.term()).isEqualTo(Term.KL);
                assertThat(difference.image()).isEqualTo("sparse 33");
                assertThat(difference.absolute()).isBetween(0.49, 0.51);
            });
        });
    }

    @Test
    void shouldNameTheFeatureThatIsOff() {
        UnaryOperator<ElboTerms> wrong = terms -> new ElboTerms(
                terms.reconstructionNll(),
                terms.floor(),
                terms.kl(),
                terms.local(),
                Features.of(terms.features().get(0), terms.features().get(1) + 0.01f));
        assertThat(compared(wrong, wrong).beyond())
                .flatExtracting(Comparison::beyond)
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.term()).isEqualTo(Term.FEATURES);
                    assertThat(difference.name()).isEqualTo("features[1]");
                    assertThat(difference.absolute()).isCloseTo(0.01, within(1e-5));
                });
    }

    @Test
    void shouldFindAScoreThatIsAnotherInAnotherBatch() {
        ParityReport report = compared(
                terms -> terms,
                terms -> new ElboTerms(
                        terms.reconstructionNll(),
                        terms.floor(),
                        terms.kl(),
                        Math.nextUp(terms.local()),
                        terms.features()));
        assertThat(report.unequal()).isEqualTo(2 * 70);
        assertThat(report.beyond()).as("by one bit alone").isEmpty();
    }

    @Test
    void shouldFindATermThatIsNotFinite() {
        UnaryOperator<ElboTerms> broken = terms ->
                new ElboTerms(terms.reconstructionNll(), Float.NaN, terms.kl(), terms.local(), terms.features());
        assertThat(compared(broken, broken).beyond())
                .flatExtracting(Comparison::beyond)
                .extracting(Difference::term)
                .containsOnly(Term.FLOOR);
    }

    @Test
    void shouldCompareGoldenImagesThreeWays() {
        Parity parity = parity(terms -> terms, terms -> terms);
        byte[] pixels = IMAGES.pixels(0);
        PreciseTerms trained = ReferenceElbo.of(FORM, pixels, exact(pixels)).terms();
        parity.compareGolden(List.of(new GoldenImage("noise", pixels, trained)));
        assertThat(parity.report().comparisons())
                .extracting(Comparison::title)
                .containsExactly(
                        "graph against reference, golden images",
                        "graph against training, golden images",
                        "reference against training, golden images");
        assertThat(parity.report().beyond()).isEmpty();
    }

    private static ParityReport compared(UnaryOperator<ElboTerms> inspected, UnaryOperator<ElboTerms> scored) {
        Parity parity = parity(inspected, scored);
        parity.compareRandom(IMAGES, () -> {});
        return parity.report();
    }

    private static Parity parity(UnaryOperator<ElboTerms> inspected, UnaryOperator<ElboTerms> scored) {
        ImageInspector inspector = new ImageInspector() {
            @Override
            public List<ModelOutput> inspect(List<byte[]> images) {
                return images.stream()
                        .map(ParityTest::exact)
                        .<ModelOutput>map(o -> new PixelOutput(inspected.apply(o.terms()), o.latents(), o.logits()))
                        .toList();
            }

            @Override
            public void close() {}
        };
        ImageScorer scorer = new ImageScorer() {
            @Override
            public List<ElboTerms> score(List<byte[]> images) {
                return images.stream()
                        .map(image -> scored.apply(exact(image).terms()))
                        .toList();
            }

            @Override
            public String provider() {
                return "cpu";
            }

            @Override
            public void close() {}
        };
        return new Parity(FORM, inspector, scorer, Tolerances.of(FORM, 1e-3, 0, true));
    }

    /** Latents and logits that follow from the image, with the terms of the definitions. */
    private static PixelOutput exact(byte[] image) {
        float[] mean = {image[0] / 64f, image[1] / 64f};
        float[] logVariance = {image[2] / 64f, image[3] / 64f};
        GaussianPosterior latents = new GaussianPosterior(mean, logVariance);
        float[] logits = new float[image.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = image[image.length - 1 - i] / 16f;
        }
        ElboTerms none = new ElboTerms(0, 0, 0, 0, Features.of(0, 0));
        PreciseTerms terms = ReferenceElbo.of(FORM, image, new PixelOutput(none, latents, logits))
                .terms();
        return new PixelOutput(
                new ElboTerms(
                        (float) terms.of(Term.RECONSTRUCTION_NLL)[0],
                        (float) terms.of(Term.FLOOR)[0],
                        (float) terms.of(Term.KL)[0],
                        (float) terms.of(Term.LOCAL)[0],
                        Features.of((float) terms.of(Term.FEATURES)[0], (float) terms.of(Term.FEATURES)[1])),
                latents,
                logits);
    }
}
