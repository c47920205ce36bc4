package io.elbowatch.stream.incidents;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.TopicWriter;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes what people do with incidents, as {@link TopicWriter} does. Used by many threads. */
public final class HandlingWriter implements Handling, AutoCloseable {
    private final TopicWriter records;

    HandlingWriter(TopicWriter records) {
        this.records = records;
    }

    /** Writes to the topic with the access settings of the stream. */
    public static HandlingWriter of(StreamSettings stream, String topic) {
        return new HandlingWriter(TopicWriter.of(stream, topic, "handling"));
    }

    /** @throws Refusal when Kafka does not accept the record within seconds */
    @Override
    public void write(HandlingRecord record) {
        records.write(record.key().getBytes(UTF_8), HandlingJson.write(record), "the incident");
    }

    /** @throws Refusal as above */
    @Override
    public void withdraw(String incident, HandlingAct act) {
        records.write(HandlingRecord.keyOf(incident, act).getBytes(UTF_8), null, "the incident");
    }

    @Override
    public void close() {
        records.close();
    }
}
