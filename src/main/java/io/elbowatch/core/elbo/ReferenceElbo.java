package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.Locale;
import java.util.Objects;

/**
 * The terms of one image by their definitions, in double precision: the reference for every graph, naive on purpose. It
 * takes the outputs of the network from a graph, μ, log σ² and logits, and computes again everything that follows from
 * them.
 *
 * <p>"Kingma and Welling" is their "Auto-Encoding Variational Bayes" (2014), arXiv 1312.6114.
 */
public final class ReferenceElbo {
    private final ElboForm form;
    private final byte[] pixels; // [C, H, W]
    private final float[] mean; // [D, h, w]
    private final float[] logVariance; // [D, h, w]
    private final float[] logits; // [C, H, W]
    private final Features graphFeatures;

    /** @param pixels [C, H, W] unsigned bytes @param output of a graph with this form */
    public ReferenceElbo(ElboForm form, byte[] pixels, ModelOutput output) {
        this.form = Objects.requireNonNull(form, "form");
        this.pixels = pixels;
        this.mean = output.mean();
        this.logVariance = output.logVariance();
        this.logits = output.logits();
        this.graphFeatures = output.terms().features();
        if (pixels.length != form.image().bytes()
                || logits.length != form.image().bytes()
                || mean.length != form.latent().size()
                || logVariance.length != form.latent().size()
                || graphFeatures.size() != form.features().size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d pixels, %d logits, %d latents and %d features are not of %s",
                    pixels.length,
                    logits.length,
                    mean.length,
                    graphFeatures.size(),
                    form));
        }
    }

    /** All terms. */
    public PreciseTerms terms() {
        return PreciseTerms.computed(this::of);
    }

    private double[] of(Term term) {
        return switch (term) {
            case RECONSTRUCTION_NLL -> new double[] {reconstructionNll()};
            case FLOOR -> new double[] {floor()};
            case KL -> new double[] {kl()};
            case LOCAL -> new double[] {local()};
            case FEATURES -> features();
        };
    }

    /** −log p(x|z) at z = μ: the sum of {@link Likelihood#nll} over all pixels (Kingma and Welling, appendix C). */
    double reconstructionNll() {
        double sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            sum += form.likelihood().nll(logits[i], x(i));
        }
        return sum;
    }

    /** The nll of a perfect reconstruction: the sum of {@link Likelihood#floor} over all pixels. */
    double floor() {
        double sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            sum += form.likelihood().floor(x(i));
        }
        return sum;
    }

    /** KL(q(z|x) ‖ N(0, I)) = ½·Σ(μ² + σ² − log σ² − 1) (Kingma and Welling, appendix B). */
    double kl() {
        double sum = 0;
        for (int d = 0; d < mean.length; d++) {
            sum += kl(d);
        }
        return sum;
    }

    /**
     * The maximum of (1/b²)·Σ(nll − floor + β·kl) over all b × b windows inside the image. The kl of a place of the
     * latent is spread evenly over the pixels of that place (docs/decisions/0002 and 0006).
     */
    double local() {
        ImageShape image = form.image();
        double[][] loss = loss(); // [H, W]
        double worst = Double.NEGATIVE_INFINITY;
        for (int top = 0; top + form.box() <= image.height(); top++) {
            for (int left = 0; left + form.box() <= image.width(); left++) {
                worst = Math.max(worst, windowMean(loss, top, left));
            }
        }
        return worst;
    }

    /**
     * The features by their names. A feature with an unknown name, of another version, is taken over from the graph:
     * there is no reference for it // [F]
     */
    double[] features() {
        ReferenceFeatures reference = new ReferenceFeatures(this, form, mean);
        double[] features = new double[form.features().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = reference.of(form.features().get(i)).orElse(graphFeatures.get(i));
        }
        return features;
    }

    /** nll − floor + β·kl at every position of the image // [H, W] */
    public double[][] loss() {
        ImageShape image = form.image();
        double[][] loss = new double[image.height()][image.width()];
        for (int row = 0; row < image.height(); row++) {
            for (int column = 0; column < image.width(); column++) {
                loss[row][column] = deviance(row, column) + form.beta() * klOfPixel(row, column);
            }
        }
        return loss;
    }

    /** nll − floor at a position of the image, summed over the channels. */
    private double deviance(int row, int column) {
        double sum = 0;
        for (int channel = 0; channel < form.image().channels(); channel++) {
            int i = index(channel, row, column);
            sum += form.likelihood().nll(logits[i], x(i)) - form.likelihood().floor(x(i));
        }
        return sum;
    }

    /** The kl of the place of the latent to which a pixel belongs, divided by the number of pixels of that place. */
    private double klOfPixel(int row, int column) {
        LatentShape latent = form.latent();
        int rows = form.image().height() / latent.height();
        int columns = form.image().width() / latent.width();
        double sum = 0;
        for (int d = 0; d < latent.channels(); d++) {
            sum += kl((d * latent.height() + row / rows) * latent.width() + column / columns);
        }
        return sum / (rows * columns);
    }

    private double windowMean(double[][] loss, int top, int left) {
        double sum = 0;
        for (int row = top; row < top + form.box(); row++) {
            for (int column = left; column < left + form.box(); column++) {
                sum += loss[row][column];
            }
        }
        return sum / (form.box() * form.box());
    }

    /** ½·(μ² + σ² − log σ² − 1) of one latent. */
    private double kl(int d) {
        double mu = mean[d];
        double logSigmaSquared = logVariance[d];
        return 0.5 * (mu * mu + Math.exp(logSigmaSquared) - logSigmaSquared - 1);
    }

    /** A pixel as the input of the model, 0 to 1. */
    double x(int i) {
        return (pixels[i] & 0xFF) / 255.0;
    }

    /** A pixel minus its reconstruction. */
    double residual(int i) {
        return x(i) - form.likelihood().mean(logits[i]);
    }

    int index(int channel, int row, int column) {
        return (channel * form.image().height() + row) * form.image().width() + column;
    }
}
