package io.elbowatch.lab.rig;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.CommittedReader;
import io.elbowatch.lab.broker.EmbeddedBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in this process with fresh topics for every run. Its data is gone when it is closed. */
public final class BenchBroker implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final BrokerAdmin admin;
    private int runs;

    private BenchBroker(EmbeddedBroker broker) {
        this.broker = broker;
        this.admin = new BrokerAdmin(broker.bootstrapServers());
    }

    /** @throws Refusal when Kafka's server is not installed */
    public static BenchBroker start() {
        EmbeddedBroker.requireInstalled("run the benchmark from a clone: './elbowatch bench'");
        return new BenchBroker(EmbeddedBroker.start());
    }

    /** Creates topics for a run, one for its images included. */
    public RunTopics openRun(int partitions) {
        String application = nextApplication();
        String images = application + "-images";
        createImages(images, partitions);
        return openRun(application, images, partitions);
    }

    /** Creates the output topics of a run over images that are there already. */
    public RunTopics openRun(String images, int partitions) {
        return openRun(nextApplication(), images, partitions);
    }

    private RunTopics openRun(String application, String images, int partitions) {
        RunTopics run = RunTopics.of(broker.bootstrapServers(), application, images, partitions);
        broker.createTopics(run.outputs());
        return run;
    }

    /** No name is a prefix of another. */
    private String nextApplication() {
        return String.format(Locale.ROOT, "bench-%05d", runs++);
    }

    /** Creates a topic of images, to be filled once and read by many runs. */
    public void createImages(String topic, int partitions) {
        broker.createTopics(Map.of(topic, partitions));
    }

    /** Deletes the topics of a run, those of Kafka Streams included, but no topic of images that other runs read. */
    public void delete(RunTopics run) {
        admin.deleteTopics(run.application() + "-");
    }

    public void deleteImages(String topic) {
        admin.deleteTopics(topic);
    }

    /** How many images the run has committed. */
    public long committed(RunTopics run) {
        return admin.committed(run.application()).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(run.topics().images()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many committed scores the run has written. */
    public long countScores(RunTopics run) {
        try (CommittedReader scores = CommittedReader.fromBeginning(
                broker.bootstrapServers(), List.of(run.topics().scores()))) {
            return scores.count();
        }
    }

    /** A producer that can send images of 16 MiB. @param configuration of the producer, in addition */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 17 << 20);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        try (broker) {
            admin.close();
        }
    }
}
