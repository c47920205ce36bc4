package io.elbowatch.lab.rig;

import io.elbowatch.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The machine and the versions that figures were measured with.
 *
 * @param cores that the JVM may use
 * @param cpu the processor's name, or its architecture where the system does not report it
 */
public record Machine(
        String cpu, int cores, long maxHeapBytes, String system, String java, String onnxRuntime, String kafka) {

    /** The machine that this process runs on. */
    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                cpuName(),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                OnnxModel.runtimeVersion(),
                AppInfoParser.getVersion());
    }

    private static String cpuName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // only Linux has that file
        }
    }

    /** Everything in one line. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, heap of %,d MB; %s; %s; ONNX Runtime %s, Kafka %s",
                cpu,
                cores,
                maxHeapBytes >> 20,
                system,
                java,
                onnxRuntime,
                kafka);
    }
}
