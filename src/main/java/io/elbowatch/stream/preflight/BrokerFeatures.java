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
