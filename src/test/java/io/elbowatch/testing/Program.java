package io.elbowatch.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of a test's own, whose output goes to a file; it ends with the test at the latest. */
public final class Program implements AutoCloseable {
    private static final long KILL_SECONDS = 10;
    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The first of these names that is an executable on the path. */
    public static Optional<Path> find(String... names) {
        List<Path> folders = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a program. @param output a file for what it writes to standard output and standard error */
    public static Program start(Path output, Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Program(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a command of Elbowatch in a JVM of its own. The class path goes by the environment: ONNX Runtime dies of a long
     * command line.
     */
    public static Program elbowatch(Path output, String... arguments) {
        return elbowatch(output, Map.of(), List.of(), arguments);
    }

    /** As above. @param options of the Java virtual machine */
    public static Program elbowatch(
            Path output, Map<String, String> environment, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.add("io.elbowatch.cli.Main");
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(environment);
        all.put("CLASSPATH", classPath());
        return start(output, Path.of("").toAbsolutePath(), all, command);
    }

    private static String classPath() {
        String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(tests.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes")) // which logs as tests do
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A shell script that is the program. @param options of the Java virtual machine */
    public static String script(String options) {
        return "#!/bin/sh\nexport CLASSPATH='" + classPath() + "'\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xmx512m -XX:TieredStopAtLevel=1 "
                + options
                + " io.elbowatch.cli.Main \"$@\"\n";
    }

    /**
     * Starts the jar of a checkout of Elbowatch that Maven has packaged, maybe of another version.
     *
     * @param options of the Java virtual machine
     */
    public static Program packaged(Path output, Path checkout, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", checkout.resolve("target/elbowatch.jar").toString()));
        command.addAll(arguments);
        return start(output, checkout, Map.of("ELBOWATCH_HOME", checkout.toString()), command);
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it as a kernel out of memory does: it notices nothing. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks it to end, as a container engine does. */
    public void terminate() {
        process.destroy();
    }

    /** Asks its virtual machine for what every thread does, which comes with the output. */
    public void dumpThreads() throws IOException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start();
    }

    /** The exit code, once it has ended by itself. @throws AssertionError when it takes longer */
    public int awaitExit(Duration timeout) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("still running after " + timeout + ":\n" + output());
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
