package io.elbowatch.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GuardTest {
    @TempDir
    Path run;

    @Test
    void shouldKillWhatItWatchesAlsoWhenItIsPausedAndUndoTheLastFirst() throws Exception {
        Process ours = sleeping(run.toString());
        Process foreign = sleeping("nobody");
        try (Guard guard = Guard.of(run)) {
            guard.watch(ours);
            guard.watch(foreign); // as a process that has got the number of one of ours
            guard.undo("echo first >>'" + run.resolve("undone") + "'");
            guard.undo("echo last >>'" + run.resolve("undone") + "'");
            Shell.require("sh", "-c", "kill -STOP " + ours.pid());
        }

        assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(foreign.isAlive()).isTrue();
        foreign.destroyForcibly();
        assertThat(Files.readString(run.resolve("undone"))).isEqualTo("last\nfirst\n");
    }

    /** The argument stands in its command line. */
    private static Process sleeping(String argument) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", "read -r line", "sleeping", argument).start();
    }
}
