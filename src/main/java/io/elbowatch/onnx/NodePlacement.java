package io.elbowatch.onnx;

import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes of a graph by the provider that runs them. ONNX Runtime runs on the CPU whatever the provider of a device
 * does not support, and reports that only in its verbose log. So {@link PlacementProbe} opens the graph in a separate
 * process, whose log is parsed here.
 *
 * @param nodes how many nodes each provider has, by ONNX Runtime's name of the provider
 * @param typesOnCpu the node types on the CPU; none where it has all nodes, of which the log names none
 */
public record NodePlacement(Map<String, Integer> nodes, Set<String> typesOnCpu) {
    private static final Pattern PROVIDER =
            Pattern.compile("(?:Node\\(s\\)|All nodes) placed on \\[(\\w+)]\\. Number of nodes: (\\d+)");
    private static final Pattern NODE = Pattern.compile("VerifyEachNodeIsAssignedToAnEp]\\s+(\\w+) \\(.*\\)\\s*$");
    private static final String CPU = "CPUExecutionProvider";
    private static final int TIMEOUT_SECONDS = 120;

    /**
     * The placement of a graph on a provider that works.
     *
     * @param provider its label
     * @throws Refusal if the process does not report it
     */
    public static NodePlacement of(BundledModel bundle, String provider, ProviderChoice choice) {
        Path graph = bundle.folder().resolve(bundle.manifest().model().file());
        Provider asked = ProviderChoice.parse(provider).named().orElseThrow();
        int device = choice.devicesOf(asked).get(0);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        NativeLibrary.option().ifPresent(command::add);
        command.addAll(List.of(PlacementProbe.class.getName(), graph.toString(), provider, Integer.toString(device)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not on the command line: ONNX Runtime crashes if that is long.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            NodePlacement placement;
            try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
                placement = read(log.lines());
            }
            if (process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    && !placement.nodes().isEmpty()) {
                return placement;
            }
            throw unknown("its log names no nodes", null);
        } catch (IOException e) {
            throw unknown(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        }
    }

    static NodePlacement read(Stream<String> log) {
        Map<String, Integer> nodes = new LinkedHashMap<>();
        Set<String> typesOnCpu = new LinkedHashSet<>();
        String current = "";
        for (String line : (Iterable<String>) log::iterator) {
            Matcher provider = PROVIDER.matcher(line);
            Matcher node = NODE.matcher(line);
            if (provider.find()) {
                current = provider.group(1);
                nodes.put(current, Integer.parseInt(provider.group(2)));
            } else if (current.equals(CPU) && node.find()) {
                typesOnCpu.add(node.group(1));
            }
        }
        return new NodePlacement(nodes, typesOnCpu);
    }

    /** The number of nodes of each provider, and the node types on the CPU. */
    @Override
    public String toString() {
        String types = typesOnCpu.isEmpty() ? "" : " (" + String.join(", ", typesOnCpu) + ")";
        return nodes.entrySet().stream()
                .map(on -> on.getValue() + " on " + on.getKey() + (on.getKey().equals(CPU) ? types : ""))
                .collect(Collectors.joining(", "));
    }

    private static Refusal unknown(String why, Exception cause) {
        return new Refusal(
                "ONNX Runtime does not report which nodes run where: " + why,
                "check with --provider cpu, and report it as a bug with the provider and its driver",
                cause);
    }
}
