package io.elbowatch.lab.process;

import io.elbowatch.testing.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class FakeClocksTest {
    private static final Duration JUMP = Duration.ofHours(-2);

    @TempDir
    Path run;

    /** Prints how far its wall clock has moved against the clock that measures durations, over and over. */
    static final class Teller {
        private Teller() {}

        public static void main(String[] args) throws Exception {
            long start = System.currentTimeMillis() - System.nanoTime() / 1_000_000;
            while (true) {
                System.out.println((System.currentTimeMillis() - System.nanoTime() / 1_000_000 - start) / 1_000);
                awaitTick();
            }
        }

        /** A wait whose end a wrong clock would move. */
        private static synchronized void awaitTick() throws InterruptedException {
            long start = System.nanoTime();
            Teller.class.wait(100);
            if (System.nanoTime() - start < 50_000_000) {
                throw new IllegalStateException("a wait of 100 ms ended at once");
            }
        }
    }

    @Test
    void shouldMoveTheClockOfAHostWhileItRunsAndBack() {
        Need.FAKETIME.check(FakeClock.find().isPresent(), () -> "no libfaketime: no clock was moved");
        try (Guard guard = Guard.of(run)) {
            FakeClocks clocks = FakeClocks.of(new Loopback(guard), run);
            Path log = run.resolve("teller.log");
            try (JavaProcess teller = clocks.start(1, teller(log))) {
                await().until(() -> last(log) == 0);

                clocks.setClock(1, JUMP);
                await().until(() -> Math.abs(last(log) - JUMP.toSeconds()) <= 1);
                clocks.setClock(1, Duration.ZERO);
                await().until(() -> Math.abs(last(log)) <= 1);
                assertThat(teller.runs()).isTrue();
            }
        }
    }

    private static JavaProgram teller(Path log) {
        return new JavaProgram(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                List.of("-Xmx16m", "-XX:+UseSerialGC", "-Delbowatch.run=" + log),
                List.of(Teller.class.getName()),
                Map.of(),
                log);
    }

    /** The last number that was printed; far away before there is one. */
    private static long last(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.isEmpty() ? Long.MAX_VALUE : Long.parseLong(lines.get(lines.size() - 1));
    }
}
