package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A shell that ends what a run has started, and undoes what it has set up, when the run ends: at {@link #close}, and also when the
 * process of the run is killed, because then the standard input of the shell ends. It kills a process only while the
 * command line of the process names the folder of the run.
 */
public final class Guard implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_SECONDS = 60;

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            run=$1
            pids=
            undo=
            while read -r what rest; do
                case $what in
                    process) pids="$pids $rest" ;;
                    undo) undo="$rest
            $undo" ;;
                esac
            done
            command_line() {
                if [ -r "/proc/$1/cmdline" ]; then tr '\\0' ' ' <"/proc/$1/cmdline"; else ps -o command= -p "$1"; fi
            }
            for pid in $pids; do
                if command_line "$pid" 2>/dev/null | grep -qF -- "$run"; then kill -KILL "$pid"; fi
            done
            printf '%s' "$undo" | sh
            """;

    private final Process shell;
    private final Writer lines;

    private Guard(Process shell) {
        this.shell = shell;
        this.lines = shell.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param run folder of the run; the command lines of its processes name it */
    public static Guard of(Path run) {
        try {
            return new Guard(new ProcessBuilder("/bin/sh", "-c", SCRIPT, "elbowatch-guard", run.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(run.resolve("guard.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("no guard for the processes of " + run, e);
        }
    }

    /** Has this process killed at the end. */
    void watch(Process process) {
        write("process " + process.pid());
    }

    /** Has this command executed at the end, the last one first. @param command one line for the shell */
    public void undo(String command) {
        write("undo " + command);
    }

    private synchronized void write(String line) {
        try {
            lines.write(line + "\n");
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the guard has ended", e);
        }
    }

    /** Ends all that is left of the run, and waits for that. */
    @Override
    public synchronized void close() {
        try {
            lines.close();
            if (!shell.waitFor(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the guard has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
