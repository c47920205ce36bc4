package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of the lab, which logs to a file. {@link #close} kills it, and so does its guard when this process has
 * ended.
 */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final Writer input;

    private JavaProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param prefix a command that replaces itself by the one after it; may be empty */
    static JavaProcess start(Guard guard, List<String> prefix, JavaProgram program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program.options());
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(program.log().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ELBOWATCH_"));
        builder.environment().putAll(program.environment());
        // ONNX Runtime crashes without a message if the command line has 4 KB.
        builder.environment().put("CLASSPATH", program.classPath());
        try {
            Process process = builder.start();
            guard.watch(process);
            return new JavaProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException("a process cannot be started", e);
        }
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** Writes a line to its standard input. Does nothing if it has ended. */
    public void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** SIGTERM. The process keeps its standard input, whose end it takes for the end of this process. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy() closes the input too
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** SIGSTOP. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** SIGQUIT: the process writes what each of its threads does to its log, and goes on. */
    public void dumpThreads() {
        signal("QUIT");
    }

    /** Whether it ends by itself within the timeout. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Java itself can send only SIGTERM and SIGKILL. */
    private void signal(String name) {
        if (process.isAlive()) {
            Shell.run("/bin/sh", "-c", "kill -" + name + " " + process.pid());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
