package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.control.Following;
import io.elbowatch.stream.control.InstanceStates;
import io.elbowatch.stream.control.PlanInForce;
import io.elbowatch.stream.control.PublishedPlan;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.PlanRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** A command that replaces the plan of running instances by another. */
abstract class PlanCommand extends SettingsCommand {
    private static final Duration PAUSE = Duration.ofMillis(300);
    static final Map<String, String> TOPICS =
            Map.of(SettingsTable.TOPICS_SETTINGS.key(), "settings", SettingsTable.TOPICS_INSTANCES.key(), "instances");

    @Option(names = "--by", paramLabel = "NAME", description = "Who publishes, for those who read the record later.")
    private Optional<String> by = Optional.empty();

    @Option(
            names = "--wait",
            description = "Return when all instances follow (run --topics-instances); say which does not, and why.")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    PlanCommand(SettingsFlags flags) {
        super(flags.with(SettingsTable.TOPICS_SETTINGS)
                .with(SettingsTable.TOPICS_INSTANCES)
                .with(SettingsTable.APPLICATION_ID)
                .with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    /** The plan that is in force, as far as the instances say; prints what is unusual about it. */
    final PlanInForce inForce(Settings given, PublishedPlan published) {
        PlanInForce found = PlanInForce.of(published, states(given));
        found.note().ifPresent(note -> err().println("note: " + note));
        err().flush();
        return found;
    }

    /** @throws Refusal when the instances have the plan of their start, which no topic has */
    static PlanRecord requirePlan(PlanInForce found) {
        return found.plan()
                .orElseThrow(() -> new Refusal(
                        "the settings topic has no plan that is in force: the instances have that of their start",
                        "publish one first: elbowatch routes --publish routes.yaml"));
    }

    /** Whether the states of instances can be read. */
    static boolean hasStates(Settings given) {
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(given.stream())) {
            return given.stream()
                    .flow()
                    .topics()
                    .instances()
                    .filter(cluster.topics()::contains)
                    .isPresent();
        }
    }

    static List<InstanceState> states(Settings given) {
        if (!hasStates(given)) {
            return List.of();
        }
        try (InstanceStates states = InstanceStates.of(given.stream())) {
            long now = System.currentTimeMillis();
            return states.now().stream().filter(state -> !state.isGone(now)).toList();
        }
    }

    /**
     * Publishes a plan, and waits for the instances if that is wanted. Returns the exit code.
     *
     * @param previous what a later rollback returns to
     */
    int publish(Settings given, Optional<PlanSpec> previous, PlanSpec plan) {
        requireStates(given);
        PlanRecord record = new PlanRecord(plan, by, previous);
        long offset = new SettingsPublisher(given.stream()).publish(record);
        print("published to " + given.stream().flow().topics().settings().orElseThrow() + " at offset " + offset);
        PublishedPlan.read(given.stream())
                .last()
                .filter(last -> last.offset() > offset)
                .ifPresent(last ->
                        err().println("note: another plan was published after this one, at offset " + last.offset()));
        return wait ? await(given, offset) : ExitCodes.DONE;
    }

    /** Publishes settings of the verdict, which hold for all bundles that have none of their own; waits for nobody. */
    int publish(Settings given, VerdictSettings verdict) {
        long offset = new SettingsPublisher(given.stream()).publish(verdict, by);
        print("published to " + given.stream().flow().topics().settings().orElseThrow() + " at offset " + offset);
        print("in force where elbowatch_settings_offset is " + offset
                + "; if it stays lower, the instance's log says why it refused");
        return ExitCodes.DONE;
    }

    /** Whether {@code --wait} is given, which is of a plan. */
    final boolean waits() {
        return wait;
    }

    /** Who publishes, where it was said. */
    final Optional<String> by() {
        return by;
    }

    private void requireStates(Settings given) {
        if (wait && !hasStates(given)) {
            throw new Refusal(
                    "--wait needs the topic with the states of instances, and there is none; nothing was published",
                    "run the instances with --topics-instances instances --topics-create, or leave --wait out");
        }
    }

    private int await(Settings given, long offset) {
        long end = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        try (InstanceStates states = InstanceStates.of(given.stream())) {
            while (true) {
                Following found = Following.of(states.now(), offset, System.currentTimeMillis());
                if (found.isDecided() || System.nanoTime() > end) {
                    return told(found);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw new Refusal("interrupted; the record is published", "see: elbowatch models");
                }
            }
        }
    }

    private int told(Following found) {
        if (found.isComplete()) {
            print("in force on " + found.following().size() + " instances: " + String.join(", ", found.following()));
            return ExitCodes.DONE;
        }
        found.refused().forEach(line -> err().println(Printable.line(line)));
        found.waiting().forEach(line -> err().println(Printable.line(line)));
        if (found.following().isEmpty()
                && found.refused().isEmpty()
                && found.waiting().isEmpty()) {
            err().println("no instance of this application has written its state");
        }
        print("in force on " + found.following().size() + " instances; not on "
                + (found.refused().size() + found.waiting().size()));
        return ExitCodes.REFUSED;
    }
}
