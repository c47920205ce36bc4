package io.elbowatch.lab.soak;

import io.elbowatch.core.Labelled;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process of the soak. It scores until SIGTERM, until the fault {@link FaultKind#CLOSE}, or until its standard input
 * ends, which means that the soak itself has ended. Each line of standard input is the label of a fault.
 */
final class HookedProcess {
    private static final long TICK_MILLIS = 100;
    private static final long END_TIMEOUT_SECONDS = 25;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final FaultHook hook = new FaultHook();

    private HookedProcess() {}

    /** The work of a process. */
    interface Work {
        /** @return whether the stream ended by itself */
        boolean run(HookedProcess process, Settings settings) throws InterruptedException;
    }

    /** Does the work with the settings of a file, and of nothing else; exits with 1 if the stream ended by itself. */
    static void main(String[] args, Work work) throws InterruptedException {
        HookedProcess process = new HookedProcess();
        boolean failed;
        try {
            failed = work.run(process, SettingsLoader.load(List.of(), Optional.of(Path.of(args[0])), Map.of()));
        } finally {
            process.ended.countDown();
        }
        System.exit(failed ? 1 : 0);
    }

    FaultHook hook() {
        return hook;
    }

    /** Waits for the end of the process. @param failed whether the stream has ended by itself @return whether it did */
    boolean await(BooleanSupplier failed) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndAwaitEnd, "soak-stop"));
        Thread reader = new Thread(this::read, "soak-faults");
        reader.setDaemon(true);
        reader.start();
        while (!stop.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (failed.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    private void stopAndAwaitEnd() {
        stop.countDown();
        try {
            ended.await(END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().forEach(this::arm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stop.countDown();
        }
    }

    private void arm(String label) {
        FaultKind kind = Labelled.of(FaultKind.class, label);
        if (kind == FaultKind.CLOSE) {
            stop.countDown();
        } else {
            hook.arm(kind);
        }
    }
}
