package io.elbowatch.lab.rig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Topics and an application id that nothing else uses, so that no run finds what another left behind.
 *
 * @param images name of the topic of images
 * @param name ends the names of the application and of its output topics
 * @param partitions of images and scores
 */
public record Lane(String bootstrapServers, String images, String name, int partitions) {
    private static final List<String> OUTPUTS = List.of("anomalies", "evidence", "incidents", "rejected");

    /** The topics of results with their partitions. */
    Map<String, Integer> outputs() {
        Map<String, Integer> topics = new HashMap<>(Map.of(scores(), partitions));
        OUTPUTS.forEach(topic -> topics.put(topic + "-" + name, 1));
        return topics;
    }

    public String scores() {
        return "scores-" + name;
    }

    public String application() {
        return "bench-" + name;
    }

    public List<TopicPartition> scorePartitions() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(scores(), partition))
                .toList();
    }

    /** What the application is told of it, on top of these. */
    public Map<String, String> with(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("application-id", application());
        settings.put("topics.images", images);
        settings.put("topics.scores", scores());
        OUTPUTS.forEach(topic -> settings.put("topics." + topic, topic + "-" + name));
        // Nobody watches.
        settings.put("http.port", "0");
        settings.put("http.page", "false");
        return settings;
    }
}
