package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hosts whose wall clocks can differ, by libfaketime. Clocks that measure durations go on as they are, as they do where an
 * administrator or NTP sets the time.
 *
 * @param hosts that start the processes
 * @param folder for a file with the offset of each host
 * @param library to be loaded before the C library
 */
public record FakeClocks(Hosts hosts, Path folder, Path library) implements Hosts {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String NAME = "libfaketimeMT.so.1";

    /** The library where Debian's package faketime puts it; empty without one. */
    static Optional<Path> find() {
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

    /** Hosts with clocks of their own. @throws IllegalStateException when libfaketime is not installed */
    public static FakeClocks of(Hosts hosts, Path folder) {
        return new FakeClocks(
                hosts, folder, find().orElseThrow(() -> new IllegalStateException("libfaketime is not installed")));
    }

    @Override
    public JavaProcess start(int host, JavaProgram program) {
        if (!Files.exists(file(host))) {
            setClock(host, Duration.ZERO);
        }
        Map<String, String> environment = new HashMap<>(program.environment());
        environment.put("LD_PRELOAD", library.toString());
        environment.put("FAKETIME_TIMESTAMP_FILE", file(host).toString());
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // Otherwise it shifts the end of timed waits for clocks that it leaves alone: they end at once, and threads
        // spin.
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        // Seconds until the file is read again.
        environment.put("FAKETIME_CACHE_DURATION", "1");
        return hosts.start(
                host,
                new JavaProgram(
                        program.classPath(), program.options(), program.arguments(), environment, program.log()));
    }

    @Override
    public void setClock(int host, Duration ahead) {
        Path next = folder.resolve("clock-" + host + ".next");
        try {
            Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
            Files.move(next, file(host), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("no clock for host " + host, e);
        }
    }

    private Path file(int host) {
        return folder.resolve("clock-" + host);
    }

    @Override
    public String address(int host) {
        return hosts.address(host);
    }

    @Override
    public void cut(int host, Collection<String> addresses, List<Way> ways) {
        hosts.cut(host, addresses, ways);
    }

    @Override
    public void isolate(int host) {
        hosts.isolate(host);
    }

    @Override
    public void lose(int host, double share) {
        hosts.lose(host, share);
    }

    @Override
    public void delay(int host) {
        hosts.delay(host);
    }

    @Override
    public void heal(int host) {
        hosts.heal(host);
    }
}
