package io.elbowatch.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The resident memory of the process as Linux counts it: heap, model, batches and stacks. The JVM's own meters do not
 * include the memory of ONNX Runtime. Without {@code /proc} there is no series.
 */
final class ResidentMemory implements MeterBinder {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";

    @Override
    public void bindTo(MeterRegistry registry) {
        if (bytes().isPresent()) {
            Gauge.builder("process.resident.memory", () -> bytes().orElse(0))
                    .baseUnit("bytes")
                    .description("Resident memory of the process.")
                    .register(registry);
        }
    }

    private static OptionalLong bytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(LINE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
