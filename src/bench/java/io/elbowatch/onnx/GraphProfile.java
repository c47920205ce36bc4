package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.BundledModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The time of the nodes of a graph by operator, and of the single nodes that take most, by ONNX Runtime's profiler. */
final class GraphProfile {
    private static final int RUNS = 100;
    private static final int NODES = 45;

    private GraphProfile() {}

    static String of(BundledModel model, int batch) throws OrtException, IOException {
        Path folder = Files.createTempDirectory("profile");
        SessionOptions options = SessionFactory.oneThread();
        options.enableProfiling(folder.resolve("run").toString());
        String written;
        try (GraphCost.Runs runs = new GraphCost.Runs(model, model.graph(), Outputs.TERMS, batch, options)) {
            for (int run = 0; run < RUNS; run++) {
                runs.run();
            }
            written = runs.session().endProfiling();
        }
        Map<String, Long> operators = new HashMap<>(); // microseconds of all runs
        Map<String, Long> nodes = new HashMap<>();
        for (JsonNode event : new ObjectMapper().readTree(Path.of(written).toFile())) {
            String name = event.path("name").asText();
            if (event.path("cat").asText().equals("Node") && name.endsWith("_kernel_time")) {
                String operator = event.path("args").path("op_name").asText();
                operators.merge(operator, event.path("dur").asLong(), Long::sum);
                nodes.merge(
                        operator + " " + name.replace("_kernel_time", ""),
                        event.path("dur").asLong(),
                        Long::sum);
            }
        }
        return table("operator", operators, batch, Integer.MAX_VALUE) + "\n" + table("node", nodes, batch, NODES);
    }

    private static String table(String title, Map<String, Long> micros, int batch, int most) {
        long total = micros.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder table = new StringBuilder("| " + title + " | µs an image | share |\n|---|--:|--:|\n");
        micros.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .forEach(entry -> table.append(String.format(
                        Locale.ROOT,
                        "| %s | %.2f | %.1f %% |%n",
                        entry.getKey(),
                        entry.getValue() / (double) RUNS / batch,
                        100.0 * entry.getValue() / total)));
        return table.toString();
    }
}
