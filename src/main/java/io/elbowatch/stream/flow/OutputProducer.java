package io.elbowatch.stream.flow;

import io.elbowatch.core.Printable;
import io.elbowatch.stream.flow.RefusedImages.Refused;
import io.elbowatch.stream.output.OutputValues;
import io.elbowatch.stream.output.RecordKind;
import io.elbowatch.stream.trace.CommitTrace;
import io.elbowatch.stream.wire.OutputOrigin;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer of a stream thread. Every record that the stream writes passes here: it gets a timestamp that is
 * accepted, and what a broker refuses nevertheless is noted before Kafka Streams ends the thread.
 */
final class OutputProducer extends KafkaProducer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(OutputProducer.class);

    private final OutputStamp stamp;
    private final Topics topics;
    private final RefusedImages refusedImages;
    private final CommitTrace commit;
    private final UnaryOperator<Map<TopicPartition, OffsetAndMetadata>> offsets;
    private final Set<String> openIds;
    private final Optional<String> transactionalId;
    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * @param offsets makes of the offsets of a commit those that are written
     * @param openIds has the transactional id of this producer until it is closed
     */
    OutputProducer(
            Map<String, Object> config,
            OutputStamp stamp,
            Topics topics,
            RefusedImages refusedImages,
            CommitTrace commit,
            UnaryOperator<Map<TopicPartition, OffsetAndMetadata>> offsets,
            Set<String> openIds) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.stamp = stamp;
        this.topics = topics;
        this.refusedImages = refusedImages;
        this.commit = commit;
        this.offsets = offsets;
        this.openIds = openIds;
        this.transactionalId = Optional.ofNullable(config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG))
                .map(Object::toString);
        transactionalId.ifPresent(openIds::add);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        ProducerRecord<byte[], byte[]> stamped = stamp.on(record, System.currentTimeMillis());
        if (record.topic().equals(topics.scores()) || record.topic().equals(topics.rejected())) {
            commit.sent(record.headers());
        }
        return super.send(stamped, (metadata, failure) -> {
            try {
                note(stamped, failure);
            } finally { // Kafka Streams must hear of a failure in any case: it would commit what was not written
                if (callback != null) {
                    callback.onCompletion(metadata, failure);
                }
            }
        });
    }

    /** Kafka Streams waits here for the acknowledgements of each task before it commits. */
    @Override
    public void flush() {
        commit.begins();
        super.flush();
        if (transactionalId.isEmpty()) {
            commit.committed(); // offsets follow; what was sent stays in any case
        }
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> consumed, ConsumerGroupMetadata group) {
        super.sendOffsetsToTransaction(offsets.apply(consumed), group);
    }

    @Override
    public void commitTransaction() {
        commit.begins();
        super.commitTransaction();
        commit.committed();
    }

    @Override
    public void abortTransaction() {
        commit.aborted();
        super.abortTransaction();
    }

    @Override
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            transactionalId.ifPresent(openIds::remove);
        }
    }

    /**
     * Notes the first record that is refused. Kafka fails those behind it for the same reason, some of them after the
     * next attempt has begun, which has another producer.
     */
    void note(ProducerRecord<byte[], byte[]> record, Exception failure) {
        if (failure != null
                && RecordRefusal.in(failure).isPresent()
                && !RecordRefusal.isOfAnother(failure)
                && !refused.getAndSet(true)) {
            refusedImages.note(new Refused(image(record, topics), record.topic(), failure));
        }
    }

    /** The image that a record is of, whose value has its form already; empty for none, or where it is not found. */
    static Optional<OutputOrigin> image(ProducerRecord<byte[], byte[]> record, Topics topics) {
        String topic = record.topic();
        try {
            if (topic.equals(topics.scores()) || topic.equals(topics.anomalies())) {
                RecordKind kind = topics.kinds().get(topic);
                return Optional.of(OutputOrigin.ofJson(OutputValues.written(kind, record.value())));
            }
            if (topics.people().review().filter(topic::equals).isPresent()) {
                return Optional.of(OutputOrigin.ofJson(record.value()));
            }
            return topic.equals(topics.evidence()) || topic.equals(topics.rejected())
                    ? Optional.of(OutputOrigin.ofHeaders(record.headers()))
                    : Optional.empty();
        } catch (RuntimeException e) { // Kafka would log it alone, and the topic that refuses would not be named
            LOG.warn("image of a refused record not found topic={} reason=\"{}\"", topic, Printable.line(e.toString()));
            return Optional.empty();
        }
    }
}
