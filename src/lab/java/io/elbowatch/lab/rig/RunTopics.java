package io.elbowatch.lab.rig;

import io.elbowatch.stream.flow.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Topics and an application id that no other run uses, so that no run finds the data of another.
 *
 * @param application the application id; the names of its output topics begin with it
 * @param partitions of images and scores; the other topics have one
 */
public record RunTopics(String bootstrapServers, String application, Topics topics, int partitions) {

    static RunTopics of(String bootstrapServers, String application, String images, int partitions) {
        Topics topics = new Topics(
                images,
                application + "-scores",
                application + "-anomalies",
                application + "-evidence",
                application + "-incidents",
                application + "-rejected",
                Optional.empty());
        return new RunTopics(bootstrapServers, application, topics, partitions);
    }

    /** The output topics with their partitions. */
    Map<String, Integer> outputs() {
        Map<String, Integer> outputs = new HashMap<>();
        topics.outputs().forEach(name -> outputs.put(name, 1));
        outputs.put(topics.scores(), partitions);
        return outputs;
    }

    /** The settings that make the product use these topics, without its live page, in addition to others. By key. */
    public Map<String, String> settings(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("application-id", application);
        settings.put("topics.images", topics.images());
        settings.put("topics.scores", topics.scores());
        settings.put("topics.anomalies", topics.anomalies());
        settings.put("topics.evidence", topics.evidence());
        settings.put("topics.incidents", topics.incidents());
        settings.put("topics.rejected", topics.rejected());
        settings.put("http.port", "0");
        settings.put("http.page", "false");
        return settings;
    }
}
