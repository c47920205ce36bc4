package io.elbowatch.lab.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hosts whose wall clocks can differ.
 *
 * @param hosts that start the processes
 * @param folder for the clocks
 * @param library of {@link FakeClock#find}
 * @param clocks by host
 */
public record FakeClocks(Hosts hosts, Path folder, Path library, Map<Integer, FakeClock> clocks) implements Hosts {
    /** Hosts with clocks of their own. @throws IllegalStateException when libfaketime is not installed */
    public static FakeClocks of(Hosts hosts, Path folder) {
        return new FakeClocks(
                hosts,
                folder,
                FakeClock.find().orElseThrow(() -> new IllegalStateException("libfaketime is not installed")),
                new ConcurrentHashMap<>());
    }

    @Override
    public JavaProcess start(int host, JavaProgram program) {
        Map<String, String> environment = new HashMap<>(program.environment());
        environment.putAll(clock(host).environment());
        return hosts.start(
                host,
                new JavaProgram(
                        program.classPath(), program.options(), program.arguments(), environment, program.log()));
    }

    @Override
    public void setClock(int host, Duration ahead) {
        clock(host).set(ahead);
    }

    private FakeClock clock(int host) {
        return clocks.computeIfAbsent(host, any -> FakeClock.of(folder.resolve("clock-" + host), library));
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
