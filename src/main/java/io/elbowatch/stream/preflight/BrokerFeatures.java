package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import java.util.Optional;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the features that the brokers have in force. A cluster whose brokers were upgraded keeps its features until an
 * administrator upgrades them, too.
 */
final class BrokerFeatures {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFeatures.class);
    private static final String STREAMS = "streams.version";
    private static final String TRANSACTION = "transaction.version";
    /** Each transaction has an epoch of its own (KIP-890). */
    private static final short SAFE_TRANSACTION = 2;

    private static final String METADATA = "metadata.version";
    /** The level of 4.3-IV0, which brokers of 4.3 and newer support, whatever is in force. */
    private static final short RELEASE_4_3 = 30;

    private final StreamSettings settings;
    private final ClusterAdmin cluster;

    BrokerFeatures(StreamSettings settings, ClusterAdmin cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    /** @throws Refusal naming the feature that the settings need and the brokers lack */
    void check() {
        boolean streamsGroup = GroupProtocol.STREAMS
                .name()
                .equalsIgnoreCase(settings.kafka().get(StreamsConfig.GROUP_PROTOCOL_CONFIG));
        boolean transactions = settings.guarantee() == Guarantee.EXACTLY_ONCE_V2;
        if (!streamsGroup && !transactions) {
            return;
        }
        FeatureMetadata features = cluster.get(
                "read the features of the brokers",
                cluster.client().describeFeatures().featureMetadata());
        if (streamsGroup) {
            unmetByStreams(features, cluster.bootstrapServers()).ifPresent(refusal -> {
                throw refusal;
            });
        }
        short transaction = inForce(features, TRANSACTION);
        if (transactions && transaction < SAFE_TRANSACTION) {
            LOG.warn(
                    "brokers lack {}={} in_force={} effect=\"a late record of an aborted transaction can enter the next one\""
                            + " remedy=\"{}\"",
                    TRANSACTION,
                    SAFE_TRANSACTION,
                    transaction,
                    upgrade(features, TRANSACTION, SAFE_TRANSACTION, "4.0", cluster.bootstrapServers()));
        }
        if (transactions && isSupported(features, METADATA, RELEASE_4_3)) {
            // No warning: a later release may have it fixed, and brokers do not tell theirs.
            LOG.info("brokers are of Kafka 4.3 or newer; 4.3.0, 4.3.1 and 4.4.0 can leave a transaction without an end"
                    + " where the only broker restarts or all replicas of a partition were down (KAFKA-20734), and"
                    + " results are then doubled or lost; brokers of 4.2 do not: docs/compatibility.md#kafka");
        }
    }

    /** The refusal for {@code group.protocol=streams}; empty where the brokers have the feature in force. */
    static Optional<Refusal> unmetByStreams(FeatureMetadata features, String bootstrapServers) {
        if (inForce(features, STREAMS) >= 1) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "kafka.group.protocol = streams needs the feature " + STREAMS + " = 1 of the brokers at "
                        + bootstrapServers + ", which "
                        + (isSupported(features, STREAMS, (short) 1)
                                ? "support it, but do not have it in force"
                                : "do not know it: they are older than Kafka 4.2"),
                upgrade(features, STREAMS, (short) 1, "4.2", bootstrapServers)
                        + "; or leave kafka.group.protocol out"));
    }

    private static String upgrade(
            FeatureMetadata features, String feature, short version, String release, String bootstrapServers) {
        return (isSupported(features, feature, version) ? "" : "upgrade the brokers to Kafka " + release + ", then ")
                + "kafka-features.sh --bootstrap-server " + bootstrapServers + " upgrade --feature " + feature + "="
                + version;
    }

    private static short inForce(FeatureMetadata features, String name) {
        FinalizedVersionRange range = features.finalizedFeatures().get(name);
        return range == null ? 0 : range.maxVersionLevel();
    }

    private static boolean isSupported(FeatureMetadata features, String name, short version) {
        SupportedVersionRange range = features.supportedFeatures().get(name);
        return range != null && range.maxVersion() >= version;
    }
}
