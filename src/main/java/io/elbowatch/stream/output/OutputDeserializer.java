package io.elbowatch.stream.output;

import io.elbowatch.core.Refusal;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads values of every form as plain JSON. Those of other topics, such as images, stay as they are. A registry that does not
 * answer fails the poll, which can be repeated.
 *
 * @param topics whose values have a form
 */
public record OutputDeserializer(OutputValues values, Set<String> topics) implements Deserializer<byte[]> {

    public OutputDeserializer {
        topics = Set.copyOf(topics);
    }

    @Override
    public byte[] deserialize(String topic, byte[] value) {
        try {
            return topics.contains(topic) ? values.json(value) : value;
        } catch (Refusal e) {
            throw new SerializationException(e.getMessage(), e);
        }
    }
}
