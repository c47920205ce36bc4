package io.elbowatch.stream.feedback;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.TopicWriter;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;

/** Writes labels to the feedback topic, as {@link TopicWriter} does. Used by many threads. */
public final class LabelWriter implements AutoCloseable {
    private final TopicWriter records;

    LabelWriter(TopicWriter records) {
        this.records = records;
    }

    /** Writes with the access settings of the stream. */
    public static LabelWriter of(StreamSettings stream, String topic) {
        return new LabelWriter(TopicWriter.of(stream, topic, "feedback"));
    }

    /** @throws Refusal when Kafka does not accept the record within seconds */
    public void write(LabelRecord label) {
        send(label.image(), LabelJson.write(label));
    }

    /** Takes the label of an image back; nothing changes where it has none. @throws Refusal as above */
    public void withdraw(OutputOrigin image) {
        send(image, null);
    }

    private void send(OutputOrigin image, byte[] value) {
        records.write(LabelJson.key(image), value, "the label of " + image.text());
    }

    @Override
    public void close() {
        records.close();
    }
}
