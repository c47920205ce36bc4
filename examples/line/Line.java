import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Pass or fail for every image of Elbowatch, for a line that waits for it.
 *
 * <pre>
 * java -cp target/elbowatch.jar examples/line/Line.java HOST:PORT [--uncommitted]
 * </pre>
 *
 * Without the option a result is final. With it, a result comes earlier, and one that comes again is discarded.
 *
 * It needs kafka-clients and jackson-databind; {@code elbowatch.jar} has the configuration of the log. Replace {@link #drive} by what moves your line. A line treats an image
 * without an answer in time as failed: this program, Kafka or Elbowatch may be down.
 */
public final class Line {
    private static final List<String> TOPICS = List.of("scores", "rejected");
    private static final int REMEMBERED = 100_000; // images; one transaction, which is what can come again, has far fewer
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The coordinates of an image, whether it passes, and when it was produced. */
    private record Decision(String image, boolean passes, long producedMillis) {}

    private static void drive(Decision decision) {
        long millis = System.currentTimeMillis() - decision.producedMillis();
        System.out.println(decision.image() + " " + (decision.passes() ? "pass" : "fail") + " " + millis);
    }

    public static void main(String[] arguments) throws IOException {
        boolean uncommitted = Arrays.asList(arguments).contains("--uncommitted");
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", arguments[0],
                "isolation.level", uncommitted ? "read_uncommitted" : "read_committed");
        Map<String, Boolean> seen = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            // From now on: a verdict of earlier images would move the wrong part.
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            System.err.println("reads");
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    Decision decision = decision(record);
                    if (seen.put(decision.image(), true) == null) {
                        drive(decision);
                    }
                }
            }
        }
    }

    /** What cannot be scored fails. */
    private static Decision decision(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.topic().equals("rejected")) {
            return new Decision(
                    header(record, "topic") + "-" + header(record, "partition") + "-" + header(record, "offset"),
                    false,
                    Long.parseLong(header(record, "timestamp")));
        }
        JsonNode score = JSON.readTree(record.value());
        score = score.has("payload") ? score.get("payload") : score; // output.format=connect-json
        JsonNode image = score.get("image");
        return new Decision(
                image.get("topic").asText() + "-" + image.get("partition") + "-" + image.get("offset"),
                !score.at("/verdict/anomalous").asBoolean(),
                image.get("timestamp").asLong());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader("elbowatch-" + name).value(), UTF_8);
    }
}
