package io.elbowatch.lab.soak;

import io.elbowatch.lab.process.Hosts;
import io.elbowatch.lab.process.JavaProcess;
import io.elbowatch.lab.process.JavaProgram;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scorers, each in a slot: the product in slots 0 and 2, the product with a hook for faults in slot 1. {@link
 * #revive} restarts a scorer that has ended by itself. {@link #close} ends all processes.
 */
final class Scorers implements AutoCloseable {
    static final int HOOKED = 1;
    static final int THIRD = 2;
    /** The folder of the bundles that routes name. */
    static final String MODELS = "models";

    private static final int FIRST_HOST = 11;
    private static final int SLOTS = 3;
    /** The processes live shortly: the second JIT compiler would cost more than it saves. */
    private static final List<String> OPTIONS =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(45);
    private static final List<Double> ALPHAS = List.of(0.01, 0.02);

    private final SoakPlan plan;
    private final Hosts hosts;
    private final int httpPort;
    private final String bootstrapServers;
    private final BundleVersions bundles;
    private final Optional<ImageStore> store;
    private final Path folder;
    private final JavaProcess[] processes = new JavaProcess[SLOTS]; // null where none shall run
    private final List<JavaProcess> running = new ArrayList<>(); // includes released ones
    private final int[] alpha = new int[SLOTS];
    private final int[] version = new int[SLOTS];
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger endedByThemselves = new AtomicInteger();
    private boolean closed;

    /**
     * @param httpPort of slot 0; 0 for any that is free
     * @param store of images that records refer to; empty where all have their images
     * @param folder of logs and settings
     */
    Scorers(
            SoakPlan plan,
            Hosts hosts,
            int httpPort,
            String bootstrapServers,
            BundleVersions bundles,
            Optional<ImageStore> store,
            Path folder) {
        this.plan = plan;
        this.hosts = hosts;
        this.httpPort = httpPort;
        this.bootstrapServers = bootstrapServers;
        this.bundles = bundles;
        this.store = store;
        this.folder = folder;
    }

    /** The number of a scorer's host; those of brokers are lower. */
    static int host(int slot) {
        return FIRST_HOST + slot;
    }

    /** Where the scorer of a slot tells its health; a port of 0 says nothing of the port that is bound. */
    InetSocketAddress health(int slot) {
        return InetSocketAddress.createUnresolved(hosts.address(host(slot)), slot == 0 ? httpPort : 0);
    }

    static boolean mayJudgeBy(double alpha) {
        return ALPHAS.contains(alpha);
    }

    synchronized void start(int slot) {
        if (closed) {
            return;
        }
        Path bundle = bundles.folders().get(version[slot]);
        Path settings = ScorerSettings.write(
                ScorerSettings.of(
                        plan,
                        bootstrapServers,
                        slot,
                        health(slot),
                        bundle,
                        folder.resolve(MODELS),
                        store.map(ImageStore::settings).orElse(Map.of()),
                        ALPHAS.get(alpha[slot])),
                folder.resolve("scorer-" + slot + ".properties"));
        Path log = folder.resolve(String.format(Locale.ROOT, "scorer-%d-%04d.log", slot, started.incrementAndGet()));
        processes[slot] = hosts.start(
                host(slot),
                new JavaProgram(
                        plan.program().classPath(),
                        OPTIONS,
                        arguments(slot, settings),
                        store.map(ImageStore::environment).orElse(Map.of()),
                        log));
        running.removeIf(process -> !process.runs());
        running.add(processes[slot]);
    }

    private List<String> arguments(int slot, Path settings) {
        if (plan.naive()) {
            return List.of(NaiveScorer.class.getName(), settings.toString());
        }
        if (slot == HOOKED) {
            return List.of(HookedScorer.class.getName(), settings.toString());
        }
        return List.of(plan.program().mainClass(), "run", "--config", settings.toString());
    }

    synchronized JavaProcess in(int slot) {
        return processes[slot];
    }

    /** The slot uses the other α from its next start on. */
    synchronized void changeAlpha(int slot) {
        alpha[slot] = 1 - alpha[slot];
    }

    /** The slot uses the other version of the bundle from its next start on. */
    synchronized void changeVersion(int slot) {
        version[slot] = 1 - version[slot];
    }

    /** Sends SIGTERM and waits for the end; a scorer that takes longer than the product promises is a failure. */
    void terminate(int slot) throws InterruptedException {
        JavaProcess process = release(slot);
        if (process == null) {
            return;
        }
        process.terminate();
        if (!process.awaitEnd(CLOSE_TIMEOUT)) {
            process.close();
            throw new IllegalStateException("scorer " + slot + " did not end within " + CLOSE_TIMEOUT + " of SIGTERM");
        }
    }

    /** Takes the scorer out of its slot, so that it is not restarted. The caller ends it. */
    synchronized JavaProcess release(int slot) {
        JavaProcess process = processes[slot];
        processes[slot] = null;
        return process;
    }

    /** Restarts the scorers that have ended by themselves. */
    synchronized void revive() {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (processes[slot] != null && !processes[slot].runs()) {
                endedByThemselves.incrementAndGet();
                start(slot);
            }
        }
    }

    /** Whether a scorer shall run in this slot. */
    synchronized boolean shallRun(int slot) {
        return processes[slot] != null;
    }

    /** The number of scorers that shall run. */
    synchronized int count() {
        return (int) Arrays.stream(processes).filter(Objects::nonNull).count();
    }

    /** Has every scorer write what its threads do to its log. */
    synchronized void dumpThreads() {
        running.forEach(JavaProcess::dumpThreads);
    }

    int started() {
        return started.get();
    }

    int endedByThemselves() {
        return endedByThemselves.get();
    }

    /** Kills all scorers; no more are started. */
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(JavaProcess::close);
    }
}
