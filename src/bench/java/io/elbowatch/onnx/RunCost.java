package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.bundle.BundledModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures what an image costs on the CPU by the number of images in a run, which {@link BatchSizes#onCpu} decides. The
 * sizes run in turn, so that a ratio is of neighbouring moments; time is the CPU time of the one thread that runs them.
 */
public final class RunCost {
    private static final int WARM_UPS = 2;

    private RunCost() {}

    /** @param arguments --sizes N,N,… of which the first is compared with, --rounds N, and bundles by name or folder */
    public static void main(String[] arguments) throws OrtException, IOException {
        List<Integer> sizes = List.of(64, 16, 8, 4, 2, 1);
        int rounds = 9;
        List<String> bundles = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--sizes" ->
                    sizes = Arrays.stream(arguments[++i].split(","))
                            .map(Integer::valueOf)
                            .toList();
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                default -> bundles.add(arguments[i]);
            }
        }
        System.out.println(row("bundle; image", sizes.stream().map(size -> size + " a run")));
        for (String bundle : bundles) {
            System.out.println(measured(bundle, GraphCost.model(bundle), sizes, rounds));
        }
    }

    private static String measured(String bundle, BundledModel model, List<Integer> sizes, int rounds)
            throws OrtException {
        List<GraphCost.Runs> runs = new ArrayList<>();
        try {
            for (int size : sizes) {
                runs.add(new GraphCost.Runs(model, model.graph(), Outputs.TERMS, size));
            }
            double[][] micros = new double[sizes.size()][rounds];
            for (int round = -WARM_UPS; round < rounds; round++) {
                for (int s = 0; s < sizes.size(); s++) {
                    double found = runs.get(s).microsAnImage();
                    if (round >= 0) {
                        micros[s][round] = found;
                    }
                }
            }
            return row(
                    bundle + "; " + model.form().image(),
                    Arrays.stream(micros)
                            .map(found -> String.format(
                                    Locale.ROOT,
                                    "%.0f µs, %s",
                                    GraphCost.median(found),
                                    GraphCost.ratio(found, micros[0]))));
        } finally {
            for (GraphCost.Runs open : runs) {
                open.close();
            }
        }
    }

    private static String row(String first, Stream<String> cells) {
        return "| " + first + " | " + cells.collect(Collectors.joining(" | ")) + " |";
    }
}
