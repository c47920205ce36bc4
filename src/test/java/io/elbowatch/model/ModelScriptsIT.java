package io.elbowatch.model;

import io.elbowatch.testing.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the Python tests of {@code model/} if a Python with their packages is installed. */
class ModelScriptsIT {
    private static final Logger LOG = LoggerFactory.getLogger(ModelScriptsIT.class);
    private static final String NEEDED = "import torch, onnx, numpy, PIL, tqdm, matplotlib, pytest";
    /** Debian packages PyTorch for its own Python; the first on the path may be another. */
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

    @TempDir
    private Path folder;

    @Test
    void shouldPass() throws Exception {
        Optional<String> python = python();
        Need.PYTHON.check(
                python.isPresent(),
                () ->
                        "no python3 with torch, onnx, numpy, PIL, tqdm, matplotlib and pytest: the tests of model/ did not run");

        Run run = run(1800, python.orElseThrow(), "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "model/tests");

        run.summary().forEach(line -> LOG.info("pytest {}", line));
        assertThat(run.exit()).as(run.output()).isZero();
    }

    private Optional<String> python() throws Exception {
        for (String candidate : PYTHONS) {
            try {
                if (run(60, candidate, "-c", NEEDED).exit() == 0) {
                    return Optional.of(candidate);
                }
            } catch (IOException e) {
                LOG.debug("no {}", candidate, e);
            }
        }
        return Optional.empty();
    }

    /** The output goes to a file: a pipe that nobody reads would block the process. */
    private Run run(int timeoutSeconds, String... command) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.write(folder.resolve("input"), new byte[0]).toFile()))
                .redirectOutput(output.toFile());
        // Such small networks are fastest with one thread, and other tests need the second core.
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        return ended
                ? new Run(process.exitValue(), text)
                : new Run(-1, text + "\nstopped after " + timeoutSeconds + " s");
    }

    private record Run(int exit, String output) {
        /** The skipped tests with their reasons, and the number that passed. */
        List<String> summary() {
            return output.lines()
                    .filter(line -> line.startsWith("SKIPPED") || line.matches(".*\\d+ (passed|failed|error).*"))
                    .toList();
        }
    }
}
