package io.elbowatch.stream.output;

import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serializer;

/** Writes the plain JSON of a topic in the form that is set. Used by many threads. */
public record OutputSerializer(UnaryOperator<byte[]> writer) implements Serializer<byte[]> {

    @Override
    public byte[] serialize(String topic, byte[] json) {
        return json == null ? null : writer.apply(json);
    }
}
