package io.elbowatch.lab.bench.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The memory in use on all GPUs of the machine, by whatever process, as NVIDIA's driver reports it. */
final class DeviceMemory {
    private static final String PROGRAM = "nvidia-smi";

    private DeviceMemory() {}

    /** In MiB; 0 where there is no such driver, or it does not tell. */
    static long usedMebibytes() {
        ProcessBuilder builder =
                new ProcessBuilder(PROGRAM, "--query-gpu=memory.used", "--format=csv,noheader,nounits");
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                return sum(lines.lines().toList());
            }
        } catch (IOException e) {
            return 0; // the machine has no NVIDIA driver
        }
    }

    /** One line a GPU; a GPU that does not tell makes the sum unknown. */
    static long sum(List<String> lines) {
        return lines.stream().allMatch(line -> line.strip().matches("\\d{1,15}"))
                ? lines.stream().mapToLong(line -> Long.parseLong(line.strip())).sum()
                : 0;
    }
}
