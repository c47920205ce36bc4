package io.elbowatch.testing.graph;

import io.elbowatch.core.image.ImageShape;
import io.elbowatch.testing.graph.OnnxGraph.Attribute;
import java.util.List;
import java.util.Random;

/**
 * A VAE of features that is small enough to be computed by hand: the "network" is one convolution with random weights,
 * whose places are squares of 8x8 pixels. It writes its graph, and {@link TinyTerms} computes the same from the formulas.
 *
 * @param shape of an image
 * @param codes K of a categorical latent; 0 for a Gaussian one of two channels
 * @param seed of all weights
 */
public record TinyPlaces(ImageShape shape, int codes, long seed) {
    public static final ImageShape COLOUR = new ImageShape(3, 32, 32);
    public static final List<String> FEATURES =
            List.of("log_deviance", "log_kl", "log_local", "log_local_row", "brightness_mean");

    static final int CELL = 8;
    static final int DIMENSIONS = 6;
    static final int LATENTS = 2;
    static final int BOX = 3;
    static final double BETA = 1.5;

    /** Normal numbers, the same for each name and seed. */
    double[] weights(String name, int count, double scale) {
        Random random = new Random(seed * 31 + name.hashCode());
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (scale * random.nextGaussian());
        }
        return weights;
    }

    /** [D, C, 8, 8] */
    public double[] kernel() {
        return weights("kernel", DIMENSIONS * shape.channels() * CELL * CELL, 0.2);
    }

    /** [K, D] */
    double[] means() {
        return weights("means", codes * DIMENSIONS, 1);
    }

    /** log π, [K] */
    double[] logWeights() {
        double[] logits = weights("logits", codes, 0.5);
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        for (int z = 0; z < codes; z++) {
            logits[z] = (float) (logits[z] - Math.log(sum));
        }
        return logits;
    }

    /** log σ², [K] */
    public double[] logVariances() {
        return weights("log variances", codes, 0.4);
    }

    int rows() {
        return shape.height() / CELL;
    }

    int columns() {
        return shape.width() / CELL;
    }

    /** The graph, with all outputs of a feature bundle. */
    public byte[] graph() {
        OnnxGraph graph = new OnnxGraph();
        graph.input("image", OnnxGraph.UINT8, -1, shape.channels(), shape.height(), shape.width());
        String x = graph.node(
                "Div",
                List.of(
                        graph.node("Cast", List.of("image"), Attribute.number("to", OnnxGraph.FLOAT)),
                        graph.constant(255)));
        String kernel = graph.constant(kernel(), DIMENSIONS, shape.channels(), CELL, CELL);
        String places = graph.node("Conv", "places", List.of(x, kernel), Attribute.list("strides", CELL, CELL));
        graph.output("places", -1, DIMENSIONS, rows(), columns());
        String[] terms = codes == 0 ? gaussian(graph, places) : categorical(graph, places);
        terms(graph, x, terms[0], terms[1], terms[2]);
        return graph.model();
    }

    /** nll and kl of the places, [N, h, w], and the floor of a place. */
    private String[] categorical(OnnxGraph graph, String places) {
        graph.node("Identity", "code_means", List.of(graph.constant(means(), codes, DIMENSIONS)));
        graph.output("code_means", codes, DIMENSIONS);
        String logWeights = graph.constant(logWeights(), codes);
        graph.node("Identity", "code_log_weights", List.of(logWeights));
        graph.output("code_log_weights", codes);
        graph.node("Identity", "code_log_variances", List.of(graph.constant(logVariances(), codes)));
        graph.output("code_log_variances", codes);

        double[] half = new double[codes]; // 1/(2σ²)
        double[] normaliser = new double[codes];
        double[] square = new double[codes]; // ‖μ‖²
        double[] transposed = new double[DIMENSIONS * codes];
        double floor = Double.POSITIVE_INFINITY;
        for (int z = 0; z < codes; z++) {
            half[z] = 0.5 / Math.exp(logVariances()[z]);
            normaliser[z] = 0.5 * DIMENSIONS * (Math.log(2 * Math.PI) + logVariances()[z]);
            floor = Math.min(floor, normaliser[z]);
            for (int d = 0; d < DIMENSIONS; d++) {
                double mean = means()[z * DIMENSIONS + d];
                square[z] += mean * mean;
                transposed[d * codes + z] = -2 * mean;
            }
        }
        String f = graph.node("Transpose", List.of(places), Attribute.list("perm", 0, 2, 3, 1)); // [N, h, w, D]
        String own = graph.node("ReduceSum", List.of(graph.node("Mul", List.of(f, f)), graph.integers(3)));
        String cross = graph.node("MatMul", List.of(f, graph.constant(transposed, DIMENSIONS, codes)));
        String distance = add(graph, add(graph, cross, own), graph.constant(square, codes)); // [N, h, w, K]
        String nlls = add(
                graph,
                graph.node("Mul", List.of(distance, graph.constant(half, codes))),
                graph.constant(normaliser, codes));
        String joint = graph.node("Sub", List.of(logWeights, nlls));
        String evidence = graph.node("ReduceLogSumExp", List.of(joint), Attribute.list("axes", 3));
        String logPosterior = graph.node("Sub", List.of(joint, evidence));
        String posterior = graph.node("Exp", List.of(logPosterior));
        String nll = overCodes(graph, graph.node("Mul", List.of(posterior, nlls)));
        String divergence = graph.node("Sub", List.of(logPosterior, logWeights));
        String kl = overCodes(graph, graph.node("Mul", List.of(posterior, divergence)));
        return new String[] {nll, kl, graph.constant(floor)};
    }

    private static String overCodes(OnnxGraph graph, String values) {
        return graph.node("ReduceSum", List.of(values, graph.integers(3)), Attribute.number("keepdims", 0));
    }

    /** As above; at z = μ. */
    private String[] gaussian(OnnxGraph graph, String places) {
        String mean = conv(graph, places, "encoder", LATENTS, DIMENSIONS);
        String logVariance = conv(graph, places, "spread", LATENTS, DIMENSIONS);
        graph.node("Flatten", "mean", List.of(mean));
        graph.output("mean", -1, LATENTS * rows() * columns());
        graph.node("Flatten", "log_variance", List.of(logVariance));
        graph.output("log_variance", -1, LATENTS * rows() * columns());
        String decoded = conv(graph, mean, "decoder", DIMENSIONS, LATENTS);
        graph.node("Identity", "place_means", List.of(decoded));
        graph.output("place_means", -1, DIMENSIONS, rows(), columns());
        String noise = graph.constant(noise(), DIMENSIONS);
        graph.node("Identity", "noise_log_variances", List.of(noise));
        graph.output("noise_log_variances", DIMENSIONS);

        double[] half = new double[DIMENSIONS];
        double floor = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            half[d] = 0.5 / Math.exp(noise()[d]);
            floor += 0.5 * (Math.log(2 * Math.PI) + noise()[d]);
        }
        String error = graph.node("Sub", List.of(places, decoded));
        String scaled = graph.node(
                "Mul", List.of(graph.node("Mul", List.of(error, error)), graph.constant(half, DIMENSIONS, 1, 1)));
        String nll = add(graph, overChannels(graph, scaled), graph.constant(floor));
        String sum = add(graph, graph.node("Mul", List.of(mean, mean)), graph.node("Exp", List.of(logVariance)));
        String divergence = graph.node("Sub", List.of(graph.node("Sub", List.of(sum, logVariance)), graph.constant(1)));
        String kl = overChannels(graph, graph.node("Mul", List.of(divergence, graph.constant(0.5))));
        return new String[] {nll, kl, graph.constant(floor)};
    }

    double[] noise() {
        return weights("noise", DIMENSIONS, 0.4);
    }

    private String conv(OnnxGraph graph, String input, String name, int out, int in) {
        return graph.node("Conv", List.of(input, graph.constant(weights(name, out * in, 0.5), out, in, 1, 1)));
    }

    private static String overChannels(OnnxGraph graph, String values) {
        return graph.node("ReduceSum", List.of(values, graph.integers(1)), Attribute.number("keepdims", 0));
    }

    private static String add(OnnxGraph graph, String one, String other) {
        return graph.node("Add", List.of(one, other));
    }

    /** The outputs that all forms have. */
    private void terms(OnnxGraph graph, String x, String nll, String kl, String floor) {
        String nllOfImage = total(graph, "reconstruction_nll", nll);
        String klOfImage = total(graph, "kl", kl);
        String floors = graph.node("Add", List.of(graph.node("Sub", List.of(nll, nll)), floor)); // [N, h, w]
        String floorOfImage = total(graph, "floor", floors);
        String weighted = graph.node("Mul", List.of(kl, graph.constant(BETA)));
        String loss = graph.node(
                "Div",
                List.of(add(graph, graph.node("Sub", List.of(nll, floor)), weighted), graph.constant(CELL * CELL)));
        String map = graph.node("Unsqueeze", List.of(loss, graph.integers(1)));
        String smooth = graph.node(
                "AveragePool",
                List.of(map),
                Attribute.list("kernel_shape", BOX, BOX),
                Attribute.list("pads", 1, 1, 1, 1),
                Attribute.number("count_include_pad", 0));
        graph.node("Squeeze", "loss_map", List.of(smooth, graph.integers(1)));
        graph.output("loss_map", -1, rows(), columns());
        String local = graph.node(
                "ReduceMax",
                "local",
                List.of("loss_map"),
                Attribute.list("axes", 1, 2),
                Attribute.number("keepdims", 0));
        graph.output("local", -1);
        String row = graph.node(
                "ReduceMax",
                List.of(graph.node(
                        "ReduceMean", List.of(loss), Attribute.list("axes", 2), Attribute.number("keepdims", 0))),
                Attribute.list("axes", 1),
                Attribute.number("keepdims", 0));
        String deviance = graph.node("Sub", List.of(nllOfImage, floorOfImage));
        String bytes = graph.constant(shape.bytes());
        graph.node(
                "Concat",
                "features",
                List.of(
                        logOf(graph, graph.node("Div", List.of(deviance, bytes))),
                        logOf(graph, graph.node("Div", List.of(klOfImage, bytes))),
                        logOf(graph, local),
                        logOf(graph, row),
                        column(
                                graph,
                                graph.node(
                                        "ReduceMean",
                                        List.of(x),
                                        Attribute.list("axes", 1, 2, 3),
                                        Attribute.number("keepdims", 0)))),
                Attribute.number("axis", 1));
        graph.output("features", -1, FEATURES.size());
    }

    private static String total(OnnxGraph graph, String name, String values) {
        graph.output(name, -1);
        return graph.node("ReduceSum", name, List.of(values, graph.integers(1, 2)), Attribute.number("keepdims", 0));
    }

    private static String logOf(OnnxGraph graph, String value) {
        return column(graph, graph.node("Log", List.of(add(graph, value, graph.constant(1e-3)))));
    }

    private static String column(OnnxGraph graph, String values) {
        return graph.node("Unsqueeze", List.of(values, graph.integers(1)));
    }
}
