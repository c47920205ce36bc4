package io.elbowatch.stream;

import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.StubRegistry;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** An image whose score is refused although the limits of the topic allow it. */
class RefusedOutputIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int MAX_BYTES = 1 << 20;
    private static final byte[] IMAGE = {100, 100, 100, 100};

    @AutoClose
    private static final TestBroker BROKER = TestBroker.withoutTopics();

    @ParameterizedTest
    @EnumSource(names = {"CONNECT_JSON", "AVRO"})
    void shouldLeaveAsRejectedAndNotStopThoseBehindIt(OutputFormat format) throws Exception {
        String prefix = format.label() + "-";
        Topics topics = new Topics(
                prefix + "images",
                prefix + "scores",
                prefix + "anomalies",
                prefix + "evidence",
                prefix + "incidents",
                prefix + "rejected",
                Optional.empty());
        BROKER.createTopic(topics.images(), 1);
        for (String topic : topics.outputs()) {
            BROKER.createTopic(topic, 1);
        }
        try (Admin admin = BROKER.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topics.scores()),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", Integer.toString(MAX_BYTES)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        for (String key : List.of("camera", TooLarge.KEY, "camera")) {
            BROKER.records().send(topics.images(), key, List.of(IMAGE));
        }
        try (StubRegistry registry = new StubRegistry();
                ScoringApplication application = BROKER.stream(prefix + "it")
                        .over(topics)
                        .writing(new OutputSettings(
                                format,
                                Optional.of(new RegistrySettings(registry.url(), Optional.empty(), Optional.empty()))))
                        .judgedBy(Calibrations.judge(199, 0.05))
                        .replacingThreads(new RestartLimits(3, Duration.ofMinutes(1)))
                        .kafka("commit.interval.ms", 100)
                        .kafka(
                                StreamsConfig.producerPrefix(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG),
                                TooLarge.class.getName())
                        .start()) {
            List<ConsumerRecord<byte[], byte[]>> out = BROKER.records()
                    .readUntil(List.of(topics.scores(), topics.rejected()), TIMEOUT, found -> found.size() == 3);

            assertThat(application.endedBy()).isEmpty();
            assertThat(out)
                    .filteredOn(record -> record.topic().equals(topics.scores()))
                    .hasSize(2);
            assertThat(out)
                    .filteredOn(record -> record.topic().equals(topics.rejected()))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(Records.header(record, "elbowatch-reason")).isEqualTo("output_refused");
                        assertThat(Records.header(record, "elbowatch-offset")).isEqualTo("1");
                    });
        }
    }

    /** Makes the scores of one source larger than the topic accepts. */
    public static final class TooLarge implements ProducerInterceptor<byte[], byte[]> {
        private static final String KEY = "refused";

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            if (!record.topic().endsWith("scores") || !new String(record.key(), UTF_8).equals(KEY)) {
                return record;
            }
            ProducerRecord<byte[], byte[]> larger = new ProducerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers());
            larger.headers().add("large", new byte[MAX_BYTES]);
            return larger;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
