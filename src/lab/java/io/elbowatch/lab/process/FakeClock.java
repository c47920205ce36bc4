package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock for processes, by libfaketime, which may differ from this machine's. Clocks that measure durations go on
 * as they are, as they do where an administrator or NTP sets the time.
 *
 * @param file how far it is ahead
 * @param library to be loaded before the C library
 */
public record FakeClock(Path file, Path library) {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String NAME = "libfaketimeMT.so.1";

    /** A clock that tells the time of this machine. @param library as {@link #find} finds it */
    public static FakeClock of(Path file, Path library) {
        FakeClock clock = new FakeClock(file, library);
        clock.set(Duration.ZERO);
        return clock;
    }

    /** The library where Debian's package faketime puts it; empty without one. */
    public static Optional<Path> find() {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        try (Stream<Path> architectures = Files.list(LIBRARIES)) {
            return Stream.concat(Stream.of(LIBRARIES), architectures)
                    .map(architecture -> architecture.resolve("faketime").resolve(NAME))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process needs in its environment to go by this clock. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Otherwise it shifts the end of timed waits for clocks that it leaves alone: they end at once, and
                // threads spin.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // Seconds until the file is read again.
                "FAKETIME_CACHE_DURATION",
                "1");
    }

    /** Sets it. @param ahead of this machine's clock */
    public void set(Duration ahead) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("no clock in " + file, e);
        }
    }
}
