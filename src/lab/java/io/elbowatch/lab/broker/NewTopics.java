package io.elbowatch.lab.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates topics with a replica on every node; a topic that exists is an error. */
final class NewTopics {
    private NewTopics() {}

    /** @param topics partitions by name */
    static void create(List<BrokerNode> nodes, Map<String, Integer> topics, Map<String, String> configuration) {
        List<NewTopic> wanted = topics.entrySet().stream()
                .map(topic ->
                        new NewTopic(topic.getKey(), topic.getValue(), (short) nodes.size()).configs(configuration))
                .toList();
        BrokerNode first = nodes.get(0);
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, first.settings().bootstrapServers()))) {
            admin.createTopics(wanted).all().get();
        } catch (ExecutionException failure) {
            throw first.failed("cannot create the topics " + topics.keySet(), failure.getCause());
        } catch (Exception failure) {
            throw first.failed("cannot create the topics " + topics.keySet(), failure);
        }
    }
}
