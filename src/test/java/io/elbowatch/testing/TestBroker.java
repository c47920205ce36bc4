package io.elbowatch.testing;

import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

import static org.awaitility.Awaitility.await;

/** A broker of a test's own, what is in it and the streams over it. It runs until it is closed, as a field that is {@code @AutoClose}. */
public final class TestBroker implements AutoCloseable {
    private final EmbeddedBroker broker;

    private TestBroker(EmbeddedBroker broker) {
        this.broker = broker;
    }

    public static TestBroker withoutTopics() {
        return new TestBroker(EmbeddedBroker.start());
    }

    /** With those that the application has by default. @param partitions of images and scores; the others have one */
    public static TestBroker withTopics(int partitions) {
        Map<String, Integer> topics = new HashMap<>();
        Topics.DEFAULT.outputs().forEach(name -> topics.put(name, 1));
        topics.put(Topics.DEFAULT.images(), partitions);
        topics.put(Topics.DEFAULT.scores(), partitions);
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.createTopics(topics);
        return new TestBroker(broker);
    }

    /** Creates one more; when this returns, the broker answers for it. */
    public void createTopic(String name, int partitions) {
        broker.createTopics(Map.of(name, partitions));
    }

    /** The topics of a second application, which are those of the first with a 2. @param partitions of its images */
    public Topics createSecondTopics(int partitions) {
        Topics second = new Topics(
                List.of("images-2"),
                "scores-2",
                "anomalies-2",
                "evidence-2",
                "incidents-2",
                "rejected-2",
                Optional.empty());
        Map<String, Integer> topics = new HashMap<>();
        second.outputs().forEach(name -> topics.put(name, 1));
        topics.put(second.images(), partitions);
        broker.createTopics(topics);
        return second;
    }

    /** Deletes a topic and creates one of the same name. */
    public void recreateTopic(String name, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(name)).all().get();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !admin.listTopics().names().get().contains(name));
        }
        createTopic(name, partitions);
    }

    /** Stops it and keeps its data. */
    public void stop() {
        broker.stop();
    }

    /** Starts it again on the same port. */
    public void restart() {
        broker.restart();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    public Records records() {
        return new Records(bootstrapServers());
    }

    public TestStream stream(String applicationId) {
        return new TestStream(applicationId, bootstrapServers());
    }

    @Override
    public void close() {
        broker.close();
    }
}
