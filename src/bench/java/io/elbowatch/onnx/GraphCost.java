package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Measures what terms and features cost above the network: the whole graph of a bundle, in relation to the same graph
 * without what {@code reconstruction_nll} or {@code logits} does not need. The graphs run in turn, so that a ratio is
 * of neighbouring moments; time is the CPU time of the one thread that runs them.
 */
public final class GraphCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> BARE = List.of("reconstruction_nll", "logits");
    private static final long ROUND_NANOS = 40_000_000;
    private static final int WARM_UPS = 10;

    private GraphCost() {}

    /** @param arguments --batch N, --rounds N, --profile, and bundles by name or folder */
    public static void main(String[] arguments) throws OrtException, IOException {
        int batch = 64;
        int rounds = 60;
        boolean profile = false;
        List<String> bundles = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--batch" -> batch = Integer.parseInt(arguments[++i]);
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--profile" -> profile = true;
                default -> bundles.add(arguments[i]);
            }
        }
        for (String bundle : bundles.isEmpty() ? List.of("fashion-mnist", "boards") : bundles) {
            BundledModel model = model(bundle);
            if (profile) {
                System.out.println(GraphProfile.of(model, batch));
            } else {
                System.out.println(row(bundle, model, batch, rounds));
            }
        }
    }

    /** @param bundle name or folder */
    static BundledModel model(String bundle) {
        Path folder = bundle.contains("/") ? Path.of(bundle) : Path.of("model", "bundles", bundle);
        return Bundle.load(folder).model();
    }

    private static String row(String bundle, BundledModel model, int batch, int rounds)
            throws OrtException, IOException {
        try (Runs whole = new Runs(model, model.graph(), Outputs.TERMS, batch);
                Runs nll = bare(model, BARE.get(0), batch);
                Runs logits = bare(model, BARE.get(1), batch)) {
            List<Runs> graphs = List.of(whole, nll, logits);
            double[][] micros = new double[graphs.size()][rounds];
            for (int round = -WARM_UPS; round < rounds; round++) {
                for (int g = 0; g < graphs.size(); g++) {
                    double found = graphs.get(g).microsAnImage();
                    if (round >= 0) {
                        micros[g][round] = found;
                    }
                }
            }
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %.1f | %.1f | %.1f | %s | %s |",
                    bundle,
                    batch,
                    median(micros[0]),
                    median(micros[1]),
                    median(micros[2]),
                    ratio(micros[0], micros[1]),
                    ratio(micros[0], micros[2]));
        }
    }

    private static Runs bare(BundledModel model, String output, int batch) throws OrtException, IOException {
        return new Runs(model, CutGraph.to(output, model.graph()), Set.of(output), batch);
    }

    /** Median and middle half of the ratios within a round. */
    static String ratio(double[] above, double[] below) {
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        Arrays.sort(ratios);
        int n = ratios.length;
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", ratios[n / 2], ratios[n / 4], ratios[3 * n / 4]);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One graph with a batch of smooth and of random images. */
    static final class Runs implements AutoCloseable {
        private final OrtSession session;
        private final InputBuffer input;
        private final OnnxTensor tensor;
        private final Set<String> outputs;
        private final int batch;

        Runs(BundledModel model, byte[] graph, Set<String> outputs, int batch) throws OrtException {
            this(model, graph, outputs, batch, SessionFactory.oneThread());
        }

        Runs(BundledModel model, byte[] graph, Set<String> outputs, int batch, SessionOptions options)
                throws OrtException {
            try (options) {
                session = NativeLibrary.load().createSession(graph, options);
            }
            this.input = new InputBuffer(model.form().image());
            this.tensor = input.tensor(images(model, batch), batch);
            this.outputs = outputs;
            this.batch = batch;
        }

        private static List<byte[]> images(BundledModel model, int batch) {
            Random random = new Random(7);
            List<byte[]> images = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                byte[] image = model.goldenImages()
                        .get(i % model.goldenImages().size())
                        .pixels()
                        .clone();
                for (int changed = 0; changed < image.length / 8; changed++) {
                    image[random.nextInt(image.length)] = (byte) random.nextInt();
                }
                images.add(image);
            }
            return images;
        }

        void run() throws OrtException {
            session.run(Map.of(Outputs.INPUT, tensor), outputs).close();
        }

        double microsAnImage() throws OrtException {
            int runs = 0;
            long start = THREADS.getCurrentThreadCpuTime();
            long end = start;
            while (end - start < ROUND_NANOS) {
                run();
                runs++;
                end = THREADS.getCurrentThreadCpuTime();
            }
            return (end - start) / 1e3 / runs / batch;
        }

        OrtSession session() {
            return session;
        }

        @Override
        public void close() throws OrtException {
            tensor.close();
            input.release();
            session.close();
        }
    }
}
