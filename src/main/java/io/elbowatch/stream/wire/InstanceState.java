package io.elbowatch.stream.wire;

import io.elbowatch.core.shadow.ShadowTally;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one instance serves, as it said at one moment.
 *
 * @param instance names it among all instances of the topic
 * @param application the application id: instances of the same share the images
 * @param host where it runs
 * @param atMillis when it said so
 * @param settingsOffset the record of the settings topic that is in force; empty for the settings of the start
 * @param planOffset the record that brought routes and bundles, or withdrew those before; empty for those of the start
 * @param loading the record whose bundles it opens now
 * @param refused the last record that it refused, unless it took a later one
 * @param bundles in the order of their names
 * @param shadows comparisons since the plan in force
 */
public record InstanceState(
        String instance,
        String application,
        String host,
        long atMillis,
        OptionalLong settingsOffset,
        OptionalLong planOffset,
        OptionalLong loading,
        Optional<RefusedOffset> refused,
        List<BundleState> bundles,
        List<ShadowTally> shadows) {
    /** An instance writes each minute: one that missed two is gone. */
    public static final long GONE_AFTER_MILLIS = 180_000;

    public InstanceState {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
        Objects.requireNonNull(planOffset, "planOffset");
        Objects.requireNonNull(loading, "loading");
        Objects.requireNonNull(refused, "refused");
        bundles = List.copyOf(bundles);
        shadows = List.copyOf(shadows);
    }

    /**
     * A record that was refused.
     *
     * @param reason its label
     * @param details all that was found, one sentence each
     */
    public record RefusedOffset(long offset, String reason, List<String> details) {

        public RefusedOffset {
            Objects.requireNonNull(reason, "reason");
            details = List.copyOf(details);
        }
    }

    /**
     * A bundle of the plan.
     *
     * @param bundle its name in the plan
     * @param name in its manifest
     * @param version in its manifest
     * @param sha256 of its graph
     * @param provider that runs it
     * @param open whether its model is open now; one that is not is opened on demand
     * @param routes that lead to it, for people
     */
    public record BundleState(
            String bundle,
            String name,
            String version,
            String sha256,
            String provider,
            boolean open,
            List<String> routes) {

        public BundleState {
            routes = List.copyOf(routes);
        }
    }

    /** Whether it has a record in force, be it of a plan or of the verdict, or the plan of a later one. */
    public boolean follows(long offset) {
        return settingsOffset.orElse(-1) == offset || planOffset.orElse(-1) >= offset;
    }

    /**
     * Whether it has refused a plan. After a refusal and a later record that was taken, a state says only that it has the
     * later one.
     */
    public boolean refuses(long offset) {
        return !follows(offset)
                && (settingsOffset.orElse(-1) > offset
                        || refused.filter(one -> one.offset() >= offset).isPresent());
    }

    /** Whether it has said nothing for so long that it is no more. */
    public boolean isGone(long nowMillis) {
        return nowMillis - atMillis > GONE_AFTER_MILLIS;
    }
}
