package io.elbowatch.stream;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.preflight.TopicCheck;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Single records that once stopped the stream permanently, over topics with the default limits of Kafka. */
class HostileRecordIT {
    private static final int KAFKAS_DEFAULT = 1_048_588;

    @AutoClose
    private static final TestBroker BROKER = TestBroker.withoutTopics();

    @Test
    void shouldPassOnEveryRecordThatKafkaAccepted() throws Exception {
        create(Topics.DEFAULT);
        byte[] image = {1, 2, 3, 4};
        List<ProducerRecord<byte[], byte[]>> hostile = List.of(
                new ProducerRecord<>("images", "fills the topic".getBytes(UTF_8), new byte[1_048_400]),
                new ProducerRecord<>("images", "compressed".getBytes(UTF_8), new byte[2 << 20]),
                new ProducerRecord<>("images", new byte[800_000], image),
                new ProducerRecord<>("images", new byte[1_048_400], image),
                withHeader("trace", new byte[1_048_400], image),
                withHeader("\u20ac".repeat(349_000), null, image),
                withHeader("content-type", ("image/png;" + "\n".repeat(60_000)).getBytes(UTF_8), image),
                new ProducerRecord<>("images", "good".getBytes(UTF_8), image));
        send(hostile);

        List<ConsumerRecord<byte[], byte[]>> out;
        try (ScoringApplication application = BROKER.stream("hostile").start()) {
            out = BROKER.records()
                    .readUntil(List.of("scores", "rejected"), Duration.ofSeconds(30), found -> found.size() >= 8);
            assertThat(application.endedBy()).isEmpty();
        }

        assertThat(out).filteredOn(record -> record.topic().equals("scores")).hasSize(1);
        Set<String> rejected = out.stream()
                .filter(record -> record.topic().equals("rejected"))
                .map(record -> Records.header(record, "elbowatch-offset") + " "
                        + Records.header(record, "elbowatch-reason") + " "
                        + Records.header(record, "elbowatch-value-left-out") + " "
                        + Records.header(record, "elbowatch-headers-left-out") + " "
                        + Records.header(record, "elbowatch-key-left-out"))
                .collect(Collectors.toSet());
        assertThat(rejected)
                .containsExactlyInAnyOrder(
                        "0 unknown_format 1048400 null null",
                        "1 unknown_format 2097152 null null",
                        "2 key_too_large null null null",
                        "3 key_too_large 4 0 1048400",
                        "4 headers_too_large 4 1048415 null",
                        "5 headers_too_large null null null",
                        "6 undecodable null null null");
    }

    @Test
    void shouldCreateMissingTopicsAndKnowThemAtOnce() {
        for (int i = 0; i < 5; i++) {
            Topics fresh = new Topics(
                    "images-" + i,
                    "scores-" + i,
                    "anomalies-" + i,
                    "evidence-" + i,
                    "incidents-" + i,
                    "rejected-" + i,
                    Optional.empty());
            assertThat(new TopicCheck(BROKER.stream("hostile")
                                    .over(fresh)
                                    .creatingTopics()
                                    .settings())
                            .check()
                            .maxRejectedBytes())
                    .isPositive();
        }
    }

    private static ProducerRecord<byte[], byte[]> withHeader(String name, byte[] header, byte[] image) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("images", "header".getBytes(UTF_8), image);
        record.headers().add(name, header);
        return record;
    }

    private static void create(Topics topics) throws Exception {
        List<NewTopic> all = new ArrayList<>();
        List<String> names = new ArrayList<>(topics.outputs());
        names.add(topics.images());
        for (String name : names) {
            all.add(new NewTopic(name, Optional.of(1), Optional.empty())
                    .configs(Map.of("max.message.bytes", Integer.toString(KAFKAS_DEFAULT))));
        }
        try (Admin admin = BROKER.admin()) {
            admin.createTopics(all).all().get();
        }
    }

    private static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = BROKER.records().producer("gzip")) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }
}
