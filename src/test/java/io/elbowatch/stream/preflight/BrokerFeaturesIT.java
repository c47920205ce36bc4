package io.elbowatch.stream.preflight;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.testing.TestBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** A cluster whose features were never upgraded: brokers of 4.3 that behave like those of 3.9. */
class BrokerFeaturesIT {
    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    @Test
    void shouldNameTheFeaturesThatTheBrokersLack() throws Exception {
        assertThatCode(() -> new TopicCheck(settings("streams")).check()).doesNotThrowAnyException();
        assertThat(said("classic", Level.WARN)).isEmpty();
        assertThat(said("classic", Level.INFO)).singleElement().asString().contains("KAFKA-20734");

        downgrade(Map.of("streams.version", (short) 0, "transaction.version", (short) 1));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new TopicCheck(settings("streams")).check())
                .withMessageContaining("kafka.group.protocol = streams needs the feature streams.version = 1")
                .satisfies(refusal -> assertThat(refusal.remedy())
                        .startsWith("kafka-features.sh --bootstrap-server " + broker.bootstrapServers())
                        .contains("upgrade --feature streams.version=1")
                        .doesNotContain("kafka.ssl"));
        assertThat(said("classic", Level.WARN))
                .singleElement()
                .asString()
                .contains("transaction.version=2 in_force=1", "upgrade --feature transaction.version=2");
    }

    private List<String> said(String groupProtocol, Level level) {
        Logger logger = (Logger) LoggerFactory.getLogger(BrokerFeatures.class);
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        logger.addAppender(written);
        try {
            new TopicCheck(settings(groupProtocol)).check();
        } finally {
            logger.detachAppender(written);
        }
        return written.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private StreamSettings settings(String groupProtocol) {
        StreamSettings given = broker.stream("features").settings();
        Map<String, String> kafka = new HashMap<>(given.kafka());
        kafka.put("group.protocol", groupProtocol);
        return new StreamSettings(
                given.applicationId(), given.flow(), false, 1, Guarantee.EXACTLY_ONCE_V2, given.restarts(), kafka);
    }

    private void downgrade(Map<String, Short> versions) throws Exception {
        try (Admin admin = broker.admin()) {
            Map<String, FeatureUpdate> updates = new HashMap<>();
            versions.forEach(
                    (name, version) -> updates.put(name, new FeatureUpdate(version, UpgradeType.SAFE_DOWNGRADE)));
            admin.updateFeatures(updates, new UpdateFeaturesOptions()).all().get();
            await().until(() -> !admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .containsKey("streams.version"));
        }
    }
}
