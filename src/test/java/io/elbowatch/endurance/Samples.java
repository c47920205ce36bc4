package io.elbowatch.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What a process uses, taken at equal intervals of a run, and the table of it. */
final class Samples {
    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int COUNT = 60;

    private final List<Usage> taken = new ArrayList<>();

    /** What the test does or reads of the process. */
    interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /**
     * Takes them.
     *
     * @param metrics reads its Prometheus metrics
     * @param look is called about each second; after it was false the sample that is due is the last
     */
    void take(Duration length, long pid, Path collections, Step<String> metrics, Step<Boolean> look)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        Duration every = length.dividedBy(COUNT);
        for (boolean going = true; taken.size() < COUNT && going; ) {
            Duration due = every.multipliedBy(taken.size() + 1L);
            while (System.nanoTime() - started < due.toNanos()) {
                LockSupport.parkNanos(LOOK.toNanos());
                going = look.take();
            }
            taken.add(Usage.read(due.toSeconds(), pid, collections, metrics.take()));
            LOG.info("{}", taken.get(taken.size() - 1).row());
        }
    }

    /** Writes the table, and fails where a figure has grown. */
    void report(Path table) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| seconds | images | resident MB | heap after GC MB | direct MB | threads | files | kept |",
                "|---:|---:|---:|---:|---:|---:|---:|---:|"));
        taken.forEach(sample -> lines.add(sample.row()));
        List<Growth> growths = Growth.of(taken);
        growths.forEach(growth -> lines.add("\n" + growth));
        Files.write(table, lines);
        LOG.info("endurance table={} {}", table, growths);
        assertThat(growths).allMatch(Growth::flat);
    }
}
