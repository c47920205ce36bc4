package io.elbowatch.lab.process;

import io.elbowatch.core.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script of Python that exchanges binary records with this process over its standard input and output, and logs to a
 * file. {@link #close} kills it.
 *
 * @param input of the script
 * @param output of the script
 */
public record PythonProcess(Process process, DataOutputStream input, DataInputStream output) implements AutoCloseable {

    /**
     * Starts a script.
     *
     * @param module that the script needs
     * @param script a resource beside a class
     * @throws Refusal when no Python here has the module
     */
    public static PythonProcess start(
            Guard guard, String module, Class<?> beside, String script, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(List.of(python(module), "-c", text(beside, script)));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            guard.watch(process);
            return new PythonProcess(
                    process,
                    new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
                    new DataInputStream(new BufferedInputStream(process.getInputStream())));
        } catch (IOException e) {
            throw new UncheckedIOException("Python cannot be started", e);
        }
    }

    private static String python(String module) {
        return Stream.of("/usr/bin/python3", "python3")
                .filter(python -> Shell.run(python, "-c", "import " + module).worked())
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "no Python here has the module " + module,
                        "install it (Debian, Ubuntu: apt install python3-" + module.replace('_', '-') + ")"));
    }

    private static String text(Class<?> beside, String script) {
        try (InputStream resource = beside.getResourceAsStream(script)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
