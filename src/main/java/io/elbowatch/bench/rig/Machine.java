package io.elbowatch.bench.rig;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when something was measured; without it no figure means anything. */
public record Machine(String at, int cores, String system, String java, long heapMebibytes) {

    /** This one, now. */
    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                runtime.availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.runtime.version"),
                runtime.maxMemory() >> 20);
    }

    /** As a sentence. */
    public String text() {
        return "Measured at " + at + " on " + cores + " cores, " + system + ", Java " + java + " with " + heapMebibytes
                + " MiB of heap; broker, producer, application and reader in one process.";
    }
}
