package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.InstanceState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last states of all instances of one application, as the topic has them. Used by one thread. */
public final class InstanceStates implements AutoCloseable {
    private final TopicTail topic;
    private final String application;
    private final Map<String, InstanceState> states = new TreeMap<>();

    InstanceStates(TopicTail topic, String application) {
        this.topic = topic;
        this.application = application;
    }

    /** @throws Refusal when no topic is named, or the cluster's settings are not valid */
    public static InstanceStates of(StreamSettings stream) {
        String topic = stream.flow()
                .topics()
                .instances()
                .orElseThrow(() -> new Refusal(
                        "no topic with the states of instances is named",
                        "name it here and where the instances run: --topics-instances instances"));
        return new InstanceStates(TopicTail.of(stream, topic), stream.applicationId());
    }

    /**
     * Reads what came since the last call. Returns all states, also of instances that are gone, by their names. A record
     * without a key, which no instance writes, is left out.
     */
    public List<InstanceState> now() {
        topic.next().stream().filter(record -> record.key() != null).forEach(record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                states.remove(key);
            } else {
                InstanceJson.read(record.value())
                        .filter(state -> state.application().equals(application))
                        .ifPresent(state -> states.put(key, state));
            }
        });
        return List.copyOf(states.values());
    }

    @Override
    public void close() {
        topic.close();
    }
}
