package io.elbowatch.core.elbo;

import io.elbowatch.core.image.ImageShape;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terms of a {@link PixelForm}. It takes μ, log σ² and logits from a graph and computes again everything that
 * follows from them.
 */
final class PixelReferenceElbo extends ReferenceElbo {
    private static final Pattern LATENT_MEAN = Pattern.compile("mean_(\\d{1,4})");

    private final PixelForm form;
    private final GaussianPosterior latents; // [D, h, w]
    private final float[] logits; // [C, H, W]

    PixelReferenceElbo(PixelForm form, byte[] pixels, PixelOutput output) {
        super(form, pixels, output.terms().features());
        this.form = form;
        this.latents = output.latents();
        this.logits = output.logits();
        if (logits.length != form.image().values()
                || latents.size() != form.latent().size()) {
            throw new IllegalArgumentException(
                    logits.length + " logits and " + latents.size() + " latents are not of " + form);
        }
    }

    /** −log p(x|z) at z = μ: the sum of {@link Likelihood#nll} over all pixels that count (Kingma and Welling, appendix C). */
    @Override
    double reconstructionNll() {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += counts(i) ? form.likelihood().nll(logits[i], x(i)) : 0;
        }
        return sum;
    }

    /** The nll of a perfect reconstruction: the sum of {@link Likelihood#floor} over all pixels that count. */
    @Override
    double floor() {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += counts(i) ? form.likelihood().floor(x(i)) : 0;
        }
        return sum;
    }

    /**
     * KL(q(z|x) ‖ N(0, I)) = ½·Σ(μ² + σ² − log σ² − 1) (Kingma and Welling, appendix B), without the places of the
     * latent that the mask excludes wholly.
     */
    @Override
    double kl() {
        double sum = 0;
        for (int d = 0; d < latents.size(); d++) {
            sum += countsAt(d % (form.latent().height() * form.latent().width())) ? latents.kl(d) : 0;
        }
        return sum;
    }

    /** Whether one of the pixels of a place of the latent counts. */
    private boolean countsAt(int place) {
        LatentShape latent = form.latent();
        int rows = form.image().height() / latent.height();
        int columns = form.image().width() / latent.width();
        return form.mask().countsIn(place / latent.width() * rows, place % latent.width() * columns, rows, columns);
    }

    /**
     * The maximum of (1/b²)·Σ(nll − floor + β·kl) over all b × b windows inside the image that have a pixel that
     * counts. The kl of a place of the latent is spread evenly over the pixels of that place (docs/decisions/0002 and
     * 0006).
     */
    @Override
    double local() {
        ImageShape image = form.image();
        double[][] loss = loss(); // [H, W]
        double worst = Double.NEGATIVE_INFINITY;
        for (int top = 0; top + form.box() <= image.height(); top++) {
            for (int left = 0; left + form.box() <= image.width(); left++) {
                if (form.mask().countsIn(top, left, form.box(), form.box())) {
                    worst = Math.max(worst, windowMean(loss, top, left));
                }
            }
        }
        return worst;
    }

    /** nll − floor + β·kl at every position of the image, 0 at those that the mask excludes // [H, W] */
    @Override
    public double[][] loss() {
        ImageShape image = form.image();
        double[][] loss = new double[image.height()][image.width()];
        for (int row = 0; row < image.height(); row++) {
            for (int column = 0; column < image.width(); column++) {
                if (form.mask().counts(row, column)) {
                    loss[row][column] = deviance(row, column) + form.beta() * klOfPixel(row, column);
                }
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
            sum += latents.kl((d * latent.height() + row / rows) * latent.width() + column / columns);
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

    /** Features of the reconstruction and of a latent without places. */
    @Override
    OptionalDouble ownFeature(String name) {
        if (name.equals("log_residual_squares")) {
            return OptionalDouble.of(Math.log(meanResidualSquare() + 1e-5));
        }
        Matcher matcher = LATENT_MEAN.matcher(name);
        int d = matcher.matches() ? Integer.parseInt(matcher.group(1)) : latents.size();
        return d < latents.size() ? OptionalDouble.of(latents.mean()[d]) : OptionalDouble.empty();
    }

    /** The mean of (x − E[x|z])² over all numbers of the image, 0 at those that the mask excludes. */
    private double meanResidualSquare() {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double residual = x(i) - form.likelihood().mean(logits[i]);
            sum += counts(i) ? residual * residual : 0;
        }
        return sum / logits.length;
    }
}
