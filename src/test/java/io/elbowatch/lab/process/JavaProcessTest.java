package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class JavaProcessTest {
    @TempDir
    Path run;

    /** Stops in order at SIGTERM and at once when its input ends, as the brokers of the soak do. */
    static final class Broker {
        private static final long STOP_MILLIS = 500;

        private Broker() {}

        public static void main(String[] args) throws IOException {
            Thread input = new Thread(Broker::haltWithInput);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(input)));
            input.start();
            System.out.println("started");
        }

        private static void haltWithInput() {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Runtime.getRuntime().halt(3);
            }
        }

        private static void stop(Thread input) {
            try {
                input.join(STOP_MILLIS);
                System.out.println("stopped");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void shouldStopInOrderWhenTerminated() throws Exception {
        Path log = run.resolve("broker.log");
        try (Guard guard = Guard.of(run);
                JavaProcess broker = JavaProcess.start(
                        guard,
                        List.of(),
                        new JavaProgram(
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                List.of(),
                                List.of(Broker.class.getName(), run.toString()),
                                Map.of(),
                                log))) {
            await().until(() -> Files.readString(log).contains("started"));
            broker.terminate();

            assertThat(broker.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(log).content().endsWith("stopped\n");
        }
    }
}
