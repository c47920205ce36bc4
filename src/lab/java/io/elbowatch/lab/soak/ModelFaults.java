package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Changes bundles and routes by records of the settings topic, and writes records that must change nothing. */
final class ModelFaults implements AutoCloseable {
    static final String TOPIC = "settings";
    private static final byte[] KEY = "models".getBytes(US_ASCII);
    private static final int MAX_SOURCE_ROUTES = 6;
    private static final int MAX_HISTORY = 20;
    private static final String NO_SHA256 = "0".repeat(64);

    private final PlanLog log;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Deque<RoutedBundles> history = new ArrayDeque<>(); // the newest first
    private int refusals;

    ModelFaults(String bootstrapServers, PlanLog log, long seed) {
        this.log = log;
        this.random = new Random(seed);
        this.history.push(new RoutedBundles(
                Map.of(RoutedBundles.REST, SwappedBundles.FIRST, RoutedBundles.TEENS, SwappedBundles.SECOND),
                Map.of()));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        Feed.CLIENT, // exempt from quotas
                        ProducerConfig.ACKS_CONFIG,
                        "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void perform(Fault fault) throws InterruptedException {
        RoutedBundles now = history.peek();
        switch (fault.kind()) {
            case MODEL_SWAPPED -> {
                String name = random.nextBoolean() ? RoutedBundles.REST : RoutedBundles.TEENS;
                List<String> others = new ArrayList<>(SwappedBundles.SOUND);
                others.remove(now.folders().get(name));
                take(now.withBundle(name, others.get(random.nextInt(others.size()))));
            }
            case MODEL_ROLLED_BACK -> {
                if (history.size() > 1) {
                    history.pop();
                    RoutedBundles before = history.pop();
                    take(before);
                } else {
                    take(now);
                }
            }
            case ROUTE_ADDED -> {
                String key = "camera-" + random.nextInt(NumberedImages.SOURCES);
                String bundle = random.nextBoolean() ? RoutedBundles.REST : RoutedBundles.TEENS;
                take(
                        now.sources().size() < MAX_SOURCE_ROUTES
                                        || now.sources().containsKey(key)
                                ? now.withSource(key, bundle)
                                : now);
            }
            case ROUTE_REMOVED -> {
                List<String> keys = now.sources().keySet().stream().sorted().toList();
                take(keys.isEmpty() ? now : now.withoutSource(keys.get(random.nextInt(keys.size()))));
            }
            case BUNDLE_REFUSED -> refuse(now);
            default -> throw new IllegalArgumentException(fault.kind() + " is no fault of models");
        }
    }

    private void take(RoutedBundles plan) throws InterruptedException {
        log.take(plan, () -> write(plan.record()));
        history.push(plan);
        if (history.size() > MAX_HISTORY) {
            history.removeLast();
        }
    }

    /** Each time for another reason. */
    private void refuse(RoutedBundles now) throws InterruptedException {
        ObjectNode record = now.record();
        ObjectNode rest = (ObjectNode) record.path("bundles").path(RoutedBundles.REST);
        switch (refusals++ % 4) {
            case 0 -> rest.put("at", SwappedBundles.DAMAGED);
            case 1 -> rest.put("sha256", NO_SHA256);
            case 2 -> rest.put("alpha", 1e-12);
            default ->
                ((ArrayNode) record.path("routes"))
                        .insertObject(0)
                        .put("key", "camera-0")
                        .put("bundle", "none");
        }
        log.refuse(() -> write(record));
    }

    private long write(ObjectNode record) throws InterruptedException {
        try {
            return producer.send(new ProducerRecord<>(TOPIC, KEY, RoutedBundles.bytes(record)))
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a record of the settings topic was not written", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
