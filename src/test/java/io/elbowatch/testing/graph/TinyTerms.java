package io.elbowatch.testing.graph;

import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;

import static io.elbowatch.testing.graph.TinyPlaces.BETA;
import static io.elbowatch.testing.graph.TinyPlaces.CELL;
import static io.elbowatch.testing.graph.TinyPlaces.DIMENSIONS;
import static io.elbowatch.testing.graph.TinyPlaces.LATENTS;

/**
 * The terms of an image by {@link TinyPlaces}, from its weights and pixels, in double precision. No class of the product
 * has a part in it.
 *
 * @param nll summed over the places
 * @param floor summed over the places
 * @param kl summed over the places
 * @param local the largest mean over 3x3 places, of those inside
 * @param features in the order of {@link TinyPlaces#FEATURES}
 */
public record TinyTerms(double nll, double floor, double kl, double local, double[] features) {

    /** @param pixels [C, H, W] */
    public static TinyTerms of(TinyPlaces model, byte[] pixels) {
        int rows = model.rows();
        int columns = model.columns();
        double[][] loss = new double[rows][columns];
        double nll = 0;
        double floor = 0;
        double kl = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double[] f = features(model, pixels, row, column);
                double[] place = model.codes() == 0 ? gaussian(model, f) : categorical(model, f);
                nll += place[0];
                floor += place[1];
                kl += place[2];
                loss[row][column] = (place[0] - place[1] + BETA * place[2]) / (CELL * CELL);
            }
        }
        double local = local(loss);
        double worstRow = Arrays.stream(loss)
                .mapToDouble(row -> Arrays.stream(row).average().orElseThrow())
                .max()
                .orElseThrow();
        double brightness = 0;
        for (byte pixel : pixels) {
            brightness += (pixel & 0xFF) / 255.0 / pixels.length;
        }
        return new TinyTerms(nll, floor, kl, local, new double[] {
            Math.log((nll - floor) / pixels.length + 1e-3),
            Math.log(kl / pixels.length + 1e-3),
            Math.log(local + 1e-3),
            Math.log(worstRow + 1e-3),
            brightness
        });
    }

    private static double[] features(TinyPlaces model, byte[] pixels, int row, int column) {
        ImageShape shape = model.shape();
        double[] kernel = model.kernel();
        double[] f = new double[DIMENSIONS];
        int at = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            for (int channel = 0; channel < shape.channels(); channel++) {
                for (int y = row * CELL; y < (row + 1) * CELL; y++) {
                    for (int x = column * CELL; x < (column + 1) * CELL; x++) {
                        int pixel = pixels[(channel * shape.height() + y) * shape.width() + x] & 0xFF;
                        f[d] += kernel[at++] * pixel / 255.0;
                    }
                }
            }
        }
        return f;
    }

    /** nll, floor and kl of a place: kl is what is left of −log p(f), because the bound is tight. */
    private static double[] categorical(TinyPlaces model, double[] f) {
        double[] joint = new double[model.codes()];
        double[] nlls = new double[model.codes()];
        double density = 0;
        double floor = Double.POSITIVE_INFINITY;
        for (int z = 0; z < model.codes(); z++) {
            double variance = Math.exp(model.logVariances()[z]);
            double normaliser = DIMENSIONS / 2.0 * Math.log(2 * Math.PI * variance);
            double distance = 0;
            for (int d = 0; d < DIMENSIONS; d++) {
                double error = f[d] - model.means()[z * DIMENSIONS + d];
                distance += error * error;
            }
            floor = Math.min(floor, normaliser);
            nlls[z] = distance / (2 * variance) + normaliser;
            joint[z] = Math.exp(model.logWeights()[z] - nlls[z]);
            density += joint[z];
        }
        double nll = 0;
        for (int z = 0; z < model.codes(); z++) {
            nll += joint[z] / density * nlls[z];
        }
        return new double[] {nll, floor, -Math.log(density) - nll};
    }

    private static double[] gaussian(TinyPlaces model, double[] f) {
        double[] encoder = model.weights("encoder", LATENTS * DIMENSIONS, 0.5);
        double[] spread = model.weights("spread", LATENTS * DIMENSIONS, 0.5);
        double[] decoder = model.weights("decoder", DIMENSIONS * LATENTS, 0.5);
        double[] mean = new double[LATENTS];
        double kl = 0;
        for (int l = 0; l < LATENTS; l++) {
            double logVariance = 0;
            for (int d = 0; d < DIMENSIONS; d++) {
                mean[l] += encoder[l * DIMENSIONS + d] * f[d];
                logVariance += spread[l * DIMENSIONS + d] * f[d];
            }
            kl += 0.5 * (mean[l] * mean[l] + Math.exp(logVariance) - logVariance - 1);
        }
        double nll = 0;
        double floor = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            double variance = Math.exp(model.noise()[d]);
            double error = f[d];
            for (int l = 0; l < LATENTS; l++) {
                error -= decoder[d * LATENTS + l] * mean[l];
            }
            floor += 0.5 * Math.log(2 * Math.PI * variance);
            nll += 0.5 * (error * error / variance + Math.log(2 * Math.PI * variance));
        }
        return new double[] {nll, floor, kl};
    }

    private static double local(double[][] loss) {
        double worst = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < loss.length; row++) {
            for (int column = 0; column < loss[0].length; column++) {
                double sum = 0;
                int inside = 0;
                for (int r = row - 1; r <= row + 1; r++) {
                    for (int c = column - 1; c <= column + 1; c++) {
                        if (r >= 0 && r < loss.length && c >= 0 && c < loss[0].length) {
                            sum += loss[r][c];
                            inside++;
                        }
                    }
                }
                worst = Math.max(worst, sum / inside);
            }
        }
        return worst;
    }
}
