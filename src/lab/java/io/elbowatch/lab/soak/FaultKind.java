package io.elbowatch.lab.soak;

import io.elbowatch.core.Labelled;
import io.elbowatch.lab.process.Ability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults that the soak injects into scorers and cluster. */
public enum FaultKind implements Labelled {
    /** SIGKILL of a scorer, which is then replaced. */
    KILL(Target.SCORER),
    /** SIGTERM of a scorer, which is then replaced. */
    TERMINATE(Target.SCORER),
    /** A scorer closes its stream by itself and is then replaced. */
    CLOSE(Target.HOOK),
    /** An exception while an image is decoded. */
    DECODE_THROWS(Target.HOOK),
    /** The model of one stream thread fails from now on. */
    MODEL_BREAKS(Target.HOOK),
    /** The model fails on one batch, and on none of its images alone. */
    MODEL_FAILS_ONCE(Target.HOOK),
    /** An exception after a part of a batch was forwarded. */
    FORWARD_THROWS(Target.HOOK),
    /** The model takes longer than {@code max.poll.interval.ms}. */
    STALL_PAST_POLL(Target.HOOK),
    /** The model takes longer than {@code transaction.timeout.ms}. */
    STALL_PAST_TRANSACTION(Target.HOOK),
    /** SIGSTOP and later SIGCONT of a scorer: to the consumer group its network is down. */
    PAUSE(Target.SCORER),
    /** A third scorer joins, two leave, one returns. */
    SCALE(Target.SCORER),
    /** A scorer restarts with another α. */
    ANOTHER_ALPHA(Target.SCORER),
    /** A scorer restarts with another version of its bundle, which gives the same scores. */
    ANOTHER_VERSION(Target.SCORER),
    /** The leader of a partition of the images is stopped and restarted. */
    BROKER_OF_INPUT(Target.CLUSTER),
    /** The leader of a partition of the scores is stopped and restarted. */
    BROKER_OF_OUTPUT(Target.CLUSTER),
    /** The leader of a partition of the transaction log is stopped and restarted. */
    BROKER_OF_TRANSACTIONS(Target.CLUSTER),
    /** A quota limits the scorers below their rate of output. */
    QUOTA(Target.CLUSTER),
    /** The scores topic refuses records of a score's size. */
    OUTPUT_REFUSES(Target.CLUSTER),
    /** Images are deleted that no scorer has committed, as retention does in an outage. */
    RETENTION_OVERTAKES(Target.CLUSTER),
    /** The topic of images gets one more partition, which no image enters. */
    PARTITION_ADDED(Target.CLUSTER),
    /** The topic of images is deleted, with what waits in it, and created again. */
    TOPIC_RECREATED(Target.CLUSTER),
    /** The folder of the images that records refer to is away. */
    STORE_AWAY(Target.STORE),
    /** A bundle of the routes becomes another one. */
    MODEL_SWAPPED(Target.SETTINGS),
    /** Routes and bundles become those before the last change. */
    MODEL_ROLLED_BACK(Target.SETTINGS),
    /** A record names a bundle that cannot be used, or a route without a bundle. */
    BUNDLE_REFUSED(Target.SETTINGS),
    /** A source gets a route of its own. */
    ROUTE_ADDED(Target.SETTINGS),
    /** The route of a source is gone. */
    ROUTE_REMOVED(Target.SETTINGS),

    /** SIGKILL of all scorers, which are then replaced. */
    KILL_ALL_SCORERS(Target.SCORER, Ability.SIGNALS),
    /** SIGKILL of the leader of a partition of the images, which is started again after a while; so are those below. */
    KILL_BROKER_OF_INPUT(Target.CLUSTER, Ability.SIGNALS),
    /** SIGKILL of the leader of a partition of the scores. */
    KILL_BROKER_OF_OUTPUT(Target.CLUSTER, Ability.SIGNALS),
    /** SIGKILL of the leader of a partition of the transaction log. */
    KILL_BROKER_OF_TRANSACTIONS(Target.CLUSTER, Ability.SIGNALS),
    /** SIGKILL of the coordinator of the scorers' group. */
    KILL_COORDINATOR(Target.CLUSTER, Ability.SIGNALS),
    /** SIGKILL of the active controller. */
    KILL_CONTROLLER(Target.CLUSTER, Ability.SIGNALS),
    /** SIGKILL of two of three brokers: no partition can be written to. */
    KILL_TWO_BROKERS(Target.CLUSTER, Ability.SIGNALS),
    /** SIGKILL of all brokers. */
    KILL_ALL_BROKERS(Target.CLUSTER, Ability.SIGNALS),
    /** SIGSTOP and later SIGCONT of the leader of a partition of the images. */
    PAUSE_BROKER(Target.CLUSTER, Ability.SIGNALS),
    /** Each broker is stopped in order and started again, the next when all replicas are in sync. */
    ROLLING_RESTART(Target.CLUSTER, Ability.SIGNALS),
    /** A broker and the others do not reach one another, while clients reach all. */
    BROKER_CUT_FROM_BROKERS(Target.CLUSTER, Ability.CUTS),
    /** Nothing goes to or from a broker. */
    BROKER_CUT_OFF(Target.CLUSTER, Ability.CUTS),
    /** A broker receives nothing of the others, which receive what it sends. */
    BROKER_HEARS_NO_BROKER(Target.CLUSTER, Ability.CUTS),
    /** Nothing goes to or from a scorer. */
    SCORER_CUT_OFF(Target.SCORER, Ability.CUTS),
    /** A scorer and the coordinator of its group do not reach one another. */
    SCORER_CUT_FROM_COORDINATOR(Target.SCORER, Ability.CUTS),
    /** A tenth of the packets to a broker is lost. */
    BROKER_LOSES_PACKETS(Target.CLUSTER, Ability.LOSS),
    /** Packets of a broker take 100 to 300 ms, and some are lost. */
    BROKER_IS_FAR(Target.CLUSTER, Ability.DELAY),
    /** The disk of a broker is full. A broker that ends of it is started again when there is room. */
    DISK_FULL(Target.CLUSTER, Ability.SMALL_DISK),
    /** The clock of a scorer jumps ahead or back, and later to the present. */
    CLOCK_JUMPS_OF_SCORER(Target.SCORER, Ability.CLOCK),
    /** The clock of a leader of a partition of the images jumps ahead or back, and later to the present. */
    CLOCK_JUMPS_OF_BROKER(Target.CLUSTER, Ability.CLOCK);

    /** What a fault is injected into. */
    enum Target {
        /** Any scorer process. */
        SCORER,
        /** A scorer process with a hook for faults. */
        HOOK,
        CLUSTER,
        /** The store of images, while a broker may be down. */
        STORE,
        /** The settings topic, from which all scorers take routes and bundles. */
        SETTINGS
    }

    private final Target target;
    private final Optional<Ability> needs; // empty for what happens to brokers inside this process as well

    FaultKind(Target target) {
        this.target = target;
        this.needs = Optional.empty();
    }

    FaultKind(Target target, Ability needs) {
        this.target = target;
        this.needs = Optional.of(needs);
    }

    /**
     * The kinds of a soak whose brokers are in this process.
     *
     * @param models whether routes and bundles change meanwhile
     * @param references whether records refer to images of a store
     */
    static List<FaultKind> of(boolean models, boolean references) {
        return Arrays.stream(values())
                .filter(kind -> kind.needs().isEmpty())
                .filter(kind -> models || kind.target() != Target.SETTINGS)
                .filter(kind -> references || kind.target() != Target.STORE)
                .toList();
    }

    /**
     * The kinds of a soak whose brokers are processes. Stalls that exceed a timeout are not among them: with the timeouts of the
     * product they would last minutes.
     *
     * @param missing what the machine lacks
     */
    static List<FaultKind> ofProcesses(boolean models, boolean references, Set<Ability> missing) {
        return Arrays.stream(values())
                .filter(kind -> kind != STALL_PAST_POLL && kind != STALL_PAST_TRANSACTION)
                .filter(kind -> kind.needs().filter(missing::contains).isEmpty())
                .filter(kind -> models || kind.target() != Target.SETTINGS)
                .filter(kind -> references || kind.target() != Target.STORE)
                .toList();
    }

    /** What the machine must be able to do, with brokers as processes; empty for what needs no such brokers. */
    Optional<Ability> needs() {
        return needs;
    }

    Target target() {
        return target;
    }

    @Override
    public String label() {
        return Labelled.super.label().replace('_', '-');
    }
}
