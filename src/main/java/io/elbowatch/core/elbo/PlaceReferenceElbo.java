package io.elbowatch.core.elbo;

import java.util.OptionalDouble;

/**
 * The terms of a {@link PlaceForm}. It takes the features of the places and the parameters of p(f|z) from a graph, and
 * computes again everything that follows from them. The terms of an image are sums over its places that count; one that
 * the mask excludes wholly has no loss.
 */
final class PlaceReferenceElbo extends ReferenceElbo {

    /** The terms of one place, in nats. */
    record Terms(double nll, double kl) {}

    /** Computes the terms of one place from its features and parameters. */
    interface Place {
        Terms terms(int row, int column);
    }

    private static final Terms EXCLUDED = new Terms(0, 0);

    private final PlaceForm form;
    private final double floorOfPlace;
    private final Terms[][] places; // [h, w]

    private PlaceReferenceElbo(PlaceForm form, byte[] pixels, Features features, double floorOfPlace, Place place) {
        super(form, pixels, features);
        this.form = form;
        this.floorOfPlace = floorOfPlace;
        this.places = new Terms[form.grid().height()][form.grid().width()];
        for (int row = 0; row < places.length; row++) {
            for (int column = 0; column < places[row].length; column++) {
                places[row][column] = form.counts(row, column) ? place.terms(row, column) : EXCLUDED;
            }
        }
    }

    /** @throws IllegalArgumentException if the output is of another form */
    static PlaceReferenceElbo of(PlaceForm form, byte[] pixels, PlaceOutput output) {
        if (form.latent() instanceof PlaceLatent.Categorical categorical
                && output.explanation() instanceof PlaceExplanation.Codes codes) {
            CategoricalPlaces places = new CategoricalPlaces(form.grid(), categorical, output.places(), codes);
            return new PlaceReferenceElbo(form, pixels, output.terms().features(), places.floor(), places);
        }
        if (form.latent() instanceof PlaceLatent.Gaussian gaussian
                && output.explanation() instanceof PlaceExplanation.Decoded decoded) {
            GaussianPlaces places = new GaussianPlaces(form.grid(), gaussian, output.places(), decoded);
            return new PlaceReferenceElbo(form, pixels, output.terms().features(), places.floor(), places);
        }
        throw new IllegalArgumentException(
                output.explanation().getClass().getSimpleName() + " does not explain a place of " + form);
    }

    @Override
    double reconstructionNll() {
        double sum = 0;
        for (Terms[] row : places) {
            for (Terms place : row) {
                sum += place.nll();
            }
        }
        return sum;
    }

    @Override
    double floor() {
        int counted = 0;
        for (int row = 0; row < places.length; row++) {
            for (int column = 0; column < places[row].length; column++) {
                counted += form.counts(row, column) ? 1 : 0;
            }
        }
        return counted * floorOfPlace;
    }

    @Override
    double kl() {
        double sum = 0;
        for (Terms[] row : places) {
            for (Terms place : row) {
                sum += place.kl();
            }
        }
        return sum;
    }

    /** The maximum over the places that count of the mean loss of the b × b places around each, those outside not counted. */
    @Override
    double local() {
        double worst = Double.NEGATIVE_INFINITY;
        double[][] loss = loss();
        for (int row = 0; row < loss.length; row++) {
            for (int column = 0; column < loss[row].length; column++) {
                if (form.counts(row, column)) {
                    worst = Math.max(worst, meanAround(loss, row, column));
                }
            }
        }
        return worst;
    }

    private double meanAround(double[][] loss, int row, int column) {
        int reach = form.box() / 2;
        double sum = 0;
        int counted = 0;
        for (int r = Math.max(0, row - reach); r <= Math.min(loss.length - 1, row + reach); r++) {
            for (int c = Math.max(0, column - reach); c <= Math.min(loss[r].length - 1, column + reach); c++) {
                sum += loss[r][c];
                counted++;
            }
        }
        return sum / counted;
    }

    /** (nll − floor + β·kl) / pixels of a place, 0 at those that are excluded // [h, w] */
    @Override
    public double[][] loss() {
        double[][] loss = new double[places.length][places[0].length];
        int pixels = form.cellHeight() * form.cellWidth();
        for (int row = 0; row < loss.length; row++) {
            for (int column = 0; column < loss[row].length; column++) {
                Terms place = places[row][column];
                if (form.counts(row, column)) {
                    loss[row][column] = (place.nll() - floorOfPlace + form.beta() * place.kl()) / pixels;
                }
            }
        }
        return loss;
    }

    @Override
    OptionalDouble ownFeature(String name) {
        return OptionalDouble.empty();
    }
}
