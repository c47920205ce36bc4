package io.elbowatch.lab.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scorers that are soaked, each in a slot: the real program in slots 0 and 2, in slot 1 the same with a hook for faults. One that ends
 * by itself is started again by {@link #revive}. All processes are ended by {@link #close}.
 */
final class Scorers implements AutoCloseable {
    static final int HOOKED = 1;
    static final int THIRD = 2;
    private static final int SLOTS = 3;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(45);
    private static final List<Double> ALPHAS = List.of(0.01, 0.02);

    private final SoakPlan plan;
    private final String bootstrapServers;
    private final BundleVersions bundles;
    private final Path folder;
    private final ScorerProcess[] processes = new ScorerProcess[SLOTS]; // null where none is wanted
    private final List<ScorerProcess> running = new ArrayList<>(); // those that are released, too
    private final int[] alpha = new int[SLOTS];
    private final int[] version = new int[SLOTS];
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger endedByThemselves = new AtomicInteger();
    private boolean closed;

    /** @param folder of logs and settings */
    Scorers(SoakPlan plan, String bootstrapServers, BundleVersions bundles, Path folder) {
        this.plan = plan;
        this.bootstrapServers = bootstrapServers;
        this.bundles = bundles;
        this.folder = folder;
    }

    static boolean mayJudgeBy(double alpha) {
        return ALPHAS.contains(alpha);
    }

    synchronized void start(int slot) {
        if (closed) {
            return;
        }
        Path bundle = bundles.folders().get(version[slot]);
        Path settings = ScorerProcess.write(
                ScorerSettings.of(plan, bootstrapServers, slot, bundle, ALPHAS.get(alpha[slot])),
                folder.resolve("scorer-" + slot + ".properties"));
        Path log = folder.resolve("scorer-%d-%04d.log".formatted(slot, started.incrementAndGet()));
        processes[slot] = ScorerProcess.start(plan.program().classPath(), arguments(slot, settings), log);
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

    synchronized ScorerProcess in(int slot) {
        return processes[slot];
    }

    /** From now on with the other α. */
    synchronized void changeAlpha(int slot) {
        alpha[slot] = 1 - alpha[slot];
    }

    /** From now on with the other version. */
    synchronized void changeVersion(int slot) {
        version[slot] = 1 - version[slot];
    }

    /** Sends SIGTERM and sees it end; one that takes longer than the program promises is a failure. */
    void terminate(int slot) throws InterruptedException {
        ScorerProcess process = release(slot);
        if (process == null) {
            return;
        }
        process.terminate();
        if (!process.awaitEnd(CLOSE_PATIENCE)) {
            process.close();
            throw new IllegalStateException("scorer " + slot + " did not end within " + CLOSE_PATIENCE + " of SIGTERM");
        }
    }

    /** No longer started again: whoever calls this ends it. */
    synchronized ScorerProcess release(int slot) {
        ScorerProcess process = processes[slot];
        processes[slot] = null;
        return process;
    }

    /** Starts again what has ended by itself. */
    synchronized void revive() {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (processes[slot] != null && !processes[slot].runs()) {
                endedByThemselves.incrementAndGet();
                start(slot);
            }
        }
    }

    int started() {
        return started.get();
    }

    int endedByThemselves() {
        return endedByThemselves.get();
    }

    /** Kills all of them, at any time; no more are started. */
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(ScorerProcess::close);
    }
}
