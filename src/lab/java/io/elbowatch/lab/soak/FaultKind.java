package io.elbowatch.lab.soak;

import io.elbowatch.core.Labelled;
import java.util.Arrays;
import java.util.List;

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
    ROUTE_REMOVED(Target.SETTINGS);

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

    FaultKind(Target target) {
        this.target = target;
    }

    /**
     * The kinds of a soak.
     *
     * @param models whether routes and bundles change meanwhile
     * @param references whether records refer to images of a store
     */
    static List<FaultKind> of(boolean models, boolean references) {
        return Arrays.stream(values())
                .filter(kind -> models || kind.target() != Target.SETTINGS)
                .filter(kind -> references || kind.target() != Target.STORE)
                .toList();
    }

    Target target() {
        return target;
    }

    @Override
    public String label() {
        return Labelled.super.label().replace('_', '-');
    }
}
