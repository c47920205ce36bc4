package io.elbowatch.stream.feedback;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.TopicWriter;
import io.elbowatch.stream.output.OutputValues;
import io.elbowatch.stream.output.RecordKind;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.function.UnaryOperator;

/** Writes labels to the feedback topic, as {@link TopicWriter} does. Used by many threads. */
public final class LabelWriter implements AutoCloseable {
    private final TopicWriter records;
    private final UnaryOperator<byte[]> form;

    LabelWriter(TopicWriter records, UnaryOperator<byte[]> form) {
        this.records = records;
        this.form = form;
    }

    /**
     * Writes with the access settings of the stream, in the form of its outputs.
     *
     * @throws Refusal when a registry of schemas does not answer, or refuses the schema
     */
    public static LabelWriter of(StreamSettings stream, String topic) {
        return new LabelWriter(
                TopicWriter.of(stream, topic, "feedback"),
                new OutputValues(stream.flow().output()).writer(RecordKind.FEEDBACK, topic));
    }

    /** @throws Refusal when Kafka does not accept the record within seconds */
    public void write(LabelRecord label) {
        send(label.image(), form.apply(LabelJson.write(label)));
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
