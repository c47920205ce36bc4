package io.elbowatch.onnx;

import io.elbowatch.bundle.UncalibratedBundle;
import io.elbowatch.core.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which providers run the nodes of a graph. ONNX Runtime leaves to the CPU whatever a device's provider does not take, and tells nobody
 * but its own verbose log: so it is asked in a process of its own, {@link PlacementProbe}, and its log is read.
 *
 * @param nodes the types of the nodes of each provider, by ONNX Runtime's name of it; with nodes at all
 */
public record NodePlacement(Map<String, List<String>> nodes) {
    private static final Pattern PROVIDER = Pattern.compile("(?:Node\\(s\\)|All nodes) placed on \\[(\\w+)]");
    private static final Pattern NODE = Pattern.compile("VerifyEachNodeIsAssignedToAnEp]\\s+(\\w+) \\(.*\\)\\s*$");
    private static final String CPU = "CPUExecutionProvider";
    private static final int PATIENCE_SECONDS = 120;

    /**
     * Of a bundle's graph on a provider that works.
     *
     * @param provider its label
     * @throws Refusal when the process does not tell
     */
    public static NodePlacement of(UncalibratedBundle bundle, String provider, ProviderChoice choice) {
        Path graph = bundle.folder().resolve(bundle.manifest().model().file());
        Provider asked = ProviderChoice.parse(provider).named().orElseThrow();
        int device = choice.devicesOf(asked).get(0);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        NativeLibrary.option().ifPresent(command::add);
        command.addAll(List.of(PlacementProbe.class.getName(), graph.toString(), provider, Integer.toString(device)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not on the command line, of which ONNX Runtime dies when it is long.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            NodePlacement placement;
            try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
                placement = read(log.lines());
            }
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    && !placement.nodes().isEmpty()) {
                return placement;
            }
            throw untold("it ended without a word of nodes", null);
        } catch (IOException e) {
            throw untold(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw untold("interrupted", e);
        }
    }

    static NodePlacement read(Stream<String> log) {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        List<String> current = new ArrayList<>(); // of what comes before the first provider
        for (String line : (Iterable<String>) log::iterator) {
            Matcher provider = PROVIDER.matcher(line);
            Matcher node = NODE.matcher(line);
            if (provider.find()) {
                current = nodes.computeIfAbsent(provider.group(1), name -> new ArrayList<>());
            } else if (node.find()) {
                current.add(node.group(1));
            }
        }
        return new NodePlacement(nodes);
    }

    /** How many nodes each provider runs, and the types of those on the CPU. */
    @Override
    public String toString() {
        return nodes.entrySet().stream()
                .map(on -> on.getValue().size() + " on " + on.getKey()
                        + (on.getKey().equals(CPU)
                                ? on.getValue().stream().distinct().collect(Collectors.joining(", ", " (", ")"))
                                : ""))
                .collect(Collectors.joining(", "));
    }

    private static Refusal untold(String why, Exception cause) {
        return new Refusal(
                "ONNX Runtime does not tell which nodes run where: " + why,
                "check with --provider cpu; please report it, with the provider and its driver",
                cause);
    }
}
