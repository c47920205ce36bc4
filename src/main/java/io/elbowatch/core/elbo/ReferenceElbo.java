package io.elbowatch.core.elbo;

import java.util.OptionalDouble;

/**
 * The terms of one image by their definitions, in double precision: the reference for every graph, naive on purpose. It
 * takes the outputs of the network from a graph, and computes again everything that follows from them.
 *
 * <p>"Kingma and Welling" is their "Auto-Encoding Variational Bayes" (2014), arXiv 1312.6114.
 */
public abstract sealed class ReferenceElbo permits PixelReferenceElbo, PlaceReferenceElbo {
    private final ElboForm form;
    private final byte[] pixels; // [C, H, W], excluded ones filled
    private final Features graphFeatures;

    ReferenceElbo(ElboForm form, byte[] pixels, Features graphFeatures) {
        this.form = form;
        this.graphFeatures = graphFeatures;
        if (pixels.length != form.image().bytes()
                || graphFeatures.size() != form.features().size()) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels and " + graphFeatures.size() + " features are not of " + form);
        }
        this.pixels = form.mask().filled(pixels);
    }

    /** @param pixels [C, H, W] @param output of a graph with this form */
    public static ReferenceElbo of(ElboForm form, byte[] pixels, ModelOutput output) {
        if (form instanceof PixelForm pixelForm && output instanceof PixelOutput pixelOutput) {
            return new PixelReferenceElbo(pixelForm, pixels, pixelOutput);
        }
        if (form instanceof PlaceForm placeForm && output instanceof PlaceOutput placeOutput) {
            return PlaceReferenceElbo.of(placeForm, pixels, placeOutput);
        }
        throw new IllegalArgumentException(output.getClass().getSimpleName() + " is not of " + form);
    }

    /** All terms. */
    public PreciseTerms terms() {
        return PreciseTerms.computed(term -> switch (term) {
            case RECONSTRUCTION_NLL -> new double[] {reconstructionNll()};
            case FLOOR -> new double[] {floor()};
            case KL -> new double[] {kl()};
            case LOCAL -> new double[] {local()};
            case FEATURES -> features();
        });
    }

    abstract double reconstructionNll();

    abstract double floor();

    abstract double kl();

    abstract double local();

    /** nll − floor + β·kl in nats a pixel, at every pixel or place // [H, W] or [h, w] */
    public abstract double[][] loss();

    /** A feature that only this kind of form has; empty for an unknown name. */
    abstract OptionalDouble ownFeature(String name);

    /**
     * The features by their names. A feature with an unknown name, of another version, is taken over from the graph:
     * there is no reference for it // [F]
     */
    double[] features() {
        ReferenceFeatures reference = new ReferenceFeatures(this, form.image());
        double[] features = new double[form.features().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = reference.of(form.features().get(i)).orElse(graphFeatures.get(i));
        }
        return features;
    }

    /** Whether the mask counts a pixel. */
    boolean counts(int i) {
        int at = i % (form.image().height() * form.image().width());
        return form.mask().counts(at / form.image().width(), at % form.image().width());
    }

    /** A pixel as the input of the model, 0 to 1. */
    double x(int i) {
        return form.image().level(pixels, i) / 255;
    }

    int index(int channel, int row, int column) {
        return (channel * form.image().height() + row) * form.image().width() + column;
    }
}
