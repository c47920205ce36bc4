package io.elbowatch.stream;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.ScoringModel;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Need;
import io.elbowatch.testing.Origins;
import io.elbowatch.testing.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole stream against a broker in a container: the image that users run. */
class KafkaContainerIT {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.2.2");
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final int PARTITIONS = 3;
    private static final int IMAGES = 200;

    @Test
    void shouldPassOnEveryImageExactlyOnce() throws Exception {
        Need.CONTAINERS.check(
                DockerClientFactory.instance().isDockerAvailable(),
                () -> "no container engine answers (DOCKER_HOST): the stream was not run against " + IMAGE);
        List<byte[]> images = new ArrayList<>(images());
        images.add(new byte[0]);
        images.add(new byte[] {1, 2, 3});
        images.add("no image".getBytes(UTF_8));
        images.add(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
        Bundle bundle = Bundle.load(Bundles.FASHION_MNIST);
        try (KafkaContainer kafka = new KafkaContainer(IMAGE);
                OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"))) {
            kafka.start();
            createTopics(kafka.getBootstrapServers());
            Records records = new Records(kafka.getBootstrapServers());
            List<ConsumerRecord<byte[], byte[]>> out;
            try (ScoringApplication running = start(kafka.getBootstrapServers(), bundle, model)) {
                for (int i = 0; i < PARTITIONS; i++) {
                    records.send("images", "camera-" + i, share(images, i));
                }
                records.readUntil(
                        List.of("scores", "rejected"), Duration.ofSeconds(60), found -> found.size() >= images.size());
                // The second thread may still be joining: on a busy machine it joins after the last image.
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> running.status().ready());
            }
            out = records.readAll(List.of("scores", "rejected"));

            assertThat(Origins.of(out)).doesNotHaveDuplicates().hasSize(images.size());
            assertThat(Origins.of(out)).containsExactlyInAnyOrderElementsOf(Origins.entered(records));
            assertThat(out.stream().filter(record -> record.topic().equals("rejected")))
                    .extracting(record -> Records.header(record, "elbowatch-reason"))
                    .containsExactlyInAnyOrder("empty", "unknown_format", "unknown_format", "undecodable");
        }
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<NewTopic> topics = List.of(
                    new NewTopic("images", PARTITIONS, (short) 1),
                    new NewTopic("scores", PARTITIONS, (short) 1),
                    new NewTopic("anomalies", 1, (short) 1),
                    new NewTopic("evidence", 1, (short) 1),
                    new NewTopic("incidents", 1, (short) 1),
                    new NewTopic("rejected", PARTITIONS, (short) 1));
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> admin.listTopics()
                            .names()
                            .get()
                            .containsAll(topics.stream().map(NewTopic::name).toList()));
        }
    }

    private static ScoringApplication start(String bootstrapServers, Bundle bundle, OnnxModel model) {
        StreamSettings settings = new StreamSettings(
                "container-test",
                Flows.of(TOPICS, new BatchLimits(32, 1 << 20, Duration.ofMillis(50))),
                false,
                2,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofMinutes(1)),
                Map.of("bootstrap.servers", bootstrapServers));
        return ScoringApplication.start(
                settings,
                new ScoringModel(
                        model,
                        bundle.manifest().toPreprocessing(),
                        DecodeLimits.DEFAULT,
                        bundle.judge(Decider.DEFAULT, 0.01)),
                ScoringObserver.NONE);
    }

    /** Noise of many levels, each image [1, 28, 28]. */
    private static List<byte[]> images() {
        Random random = new Random(20_261_120);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            byte[] image = new byte[784];
            int levels = 1 + random.nextInt(256);
            for (int pixel = 1; pixel < image.length; pixel++) { // 0 first: no PNG or JPEG begins so
                image[pixel] = (byte) random.nextInt(levels);
            }
            images.add(image);
        }
        return images;
    }

    private static List<byte[]> share(List<byte[]> images, int source) {
        return IntStream.range(0, images.size())
                .filter(i -> i % PARTITIONS == source)
                .mapToObj(images::get)
                .toList();
    }
}
