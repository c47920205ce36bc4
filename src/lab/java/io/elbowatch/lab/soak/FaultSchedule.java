package io.elbowatch.lab.soak;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.process.Ability;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * An endless sequence of faults. It is a pure function of seed, mean pause and kinds, so that a run can be repeated.
 * Every kind comes once before any comes twice, each time in another order.
 */
final class FaultSchedule {
    /** Shortest and longest time until a fault is repaired. */
    private static final int MIN_MILLIS = 1_000;
    /** Sessions end after 4 s. */
    static final Duration LONGEST = Duration.ofSeconds(8);
    /** Sessions and registrations of brokers end after 6 to 9 s. */
    static final Duration LONGEST_OF_PROCESSES = Duration.ofSeconds(16);

    private final Random random;
    private final Duration meanPause;
    private final int longestMillis;
    private final List<FaultKind> kinds;
    private final int partitions;
    private final Deque<FaultKind> round = new ArrayDeque<>();
    private int number;

    FaultSchedule(long seed, Duration meanPause, Duration longest, List<FaultKind> kinds, int partitions) {
        this.random = new Random(seed);
        this.meanPause = meanPause;
        this.longestMillis = (int) longest.toMillis();
        this.kinds = List.copyOf(kinds);
        this.partitions = partitions;
    }

    /**
     * Of the kinds that the plan, the run and the machine allow.
     *
     * @param models whether they change meanwhile
     * @param references whether records refer to images
     * @param missing what the machine lacks, with brokers as processes
     * @throws Refusal when no kind is left
     */
    static FaultSchedule of(SoakPlan plan, boolean models, boolean references, Set<Ability> missing) {
        List<FaultKind> possible = plan.processes()
                ? FaultKind.ofProcesses(models, references, missing)
                : FaultKind.of(models, references);
        List<FaultKind> kinds = possible.stream()
                .filter(kind -> plan.only().isEmpty() || plan.only().contains(kind))
                .toList();
        if (kinds.isEmpty()) {
            throw new Refusal(
                    "this soak has no faults of the kinds given", "leave --only out, or see docs/reliability.md");
        }
        return new FaultSchedule(
                plan.seed(),
                plan.faultEvery(),
                plan.processes() ? LONGEST_OF_PROCESSES : LONGEST,
                kinds,
                Soak.PARTITIONS);
    }

    Fault next() {
        if (round.isEmpty()) {
            List<FaultKind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            round.addAll(shuffled);
        }
        FaultKind kind = round.remove();
        int drawn = random.nextInt(2);
        int slot = kind.target() == FaultKind.Target.HOOK ? Scorers.HOOKED : drawn;
        // a factor from 0.5 to 1.5
        Duration pause = Duration.ofMillis((long) (meanPause.toMillis() * (0.5 + random.nextDouble())));
        Duration length = Duration.ofMillis(MIN_MILLIS + random.nextInt(longestMillis - MIN_MILLIS));
        return new Fault(++number, kind, slot, random.nextInt(partitions), pause, length);
    }
}
