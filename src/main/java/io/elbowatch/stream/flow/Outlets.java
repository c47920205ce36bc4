package io.elbowatch.stream.flow;

import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.Batching;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.storage.StoreAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

import static io.elbowatch.stream.flow.NodeNames.DECODE;
import static io.elbowatch.stream.flow.NodeNames.EVIDENCE;
import static io.elbowatch.stream.flow.NodeNames.EXPLAIN;
import static io.elbowatch.stream.flow.NodeNames.KEEP;
import static io.elbowatch.stream.flow.NodeNames.KEEP_EVIDENCE;
import static io.elbowatch.stream.flow.NodeNames.KEEP_REJECTED;
import static io.elbowatch.stream.flow.NodeNames.REJECTED;
import static io.elbowatch.stream.flow.NodeNames.SCORE;

/**
 * The ends of the flow for pictures and rejected records: their sinks, or nodes ahead of them that write the values to a
 * store. Records wait there for their values, and leave ahead of each commit.
 *
 * <pre>
 * explain ────────► keep-evidence ─► keep ─┬► evidence
 * decode, score ──► keep-rejected ─►       └► rejected
 * </pre>
 *
 * @param storage takes the values; empty where all are in Kafka
 * @param pictures where those of the evidence topic go
 * @param values where those of the rejected topic go
 */
record Outlets(Optional<Storage> storage, Optional<StoreAddress> pictures, Optional<StoreAddress> values) {
    /** Records that wait leave at a commit, or after this time. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** A picture of this size has no use; a store takes any. */
    private static final int MAX_STORED_PICTURE_BYTES = 16 << 20;

    static Outlets of(Outputs outputs) {
        return new Outlets(
                outputs.storage(),
                outputs.storage().flatMap(store -> store.settings().evidence()),
                outputs.storage().flatMap(store -> store.settings().rejected()));
    }

    /** The node that takes pictures. */
    String evidence() {
        return pictures.isPresent() ? KEEP_EVIDENCE : EVIDENCE;
    }

    /** The node that takes rejected records. */
    String rejected() {
        return values.isPresent() ? KEEP_REJECTED : REJECTED;
    }

    boolean storesRejected() {
        return values.isPresent();
    }

    /** The largest record of a picture at present. */
    IntSupplier maxEvidenceBytes(Outputs outputs) {
        return pictures.isPresent()
                ? () -> MAX_STORED_PICTURE_BYTES
                : () -> outputs.limits().now().maxEvidenceBytes();
    }

    /** To be called after the node SCORE is added: its records come here at a commit before these leave. */
    void addTo(Topology topology, Topics topics, CommitTicks commits) {
        pictures.ifPresent(address -> topology.addProcessor(
                KEEP_EVIDENCE,
                () -> new KeepProcessor(storage.orElseThrow(), address, KeepProcessor.Kind.EVIDENCE),
                EXPLAIN));
        values.ifPresent(address -> topology.addProcessor(
                KEEP_REJECTED,
                () -> new KeepProcessor(storage.orElseThrow(), address, KeepProcessor.Kind.REJECTED),
                DECODE,
                SCORE));
        if (pictures.isPresent() || values.isPresent()) {
            Storage store = storage.orElseThrow();
            BatchLimits limits =
                    new BatchLimits(BatchLimits.MAX_IMAGES, store.settings().bufferBytes(), LINGER);
            topology.addProcessor(
                    KEEP, new Batching<Kept>(KEEP, limits, false, () -> new KeepWork(store), commits), parents());
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        String[] ofPictures = {pictures.isPresent() ? KEEP : EXPLAIN};
        String[] ofValues = values.isPresent() ? new String[] {KEEP} : new String[] {DECODE, SCORE};
        topology.addSink(EVIDENCE, topics.evidence(), bytes, bytes, ofPictures);
        topology.addSink(REJECTED, topics.rejected(), bytes, bytes, ofValues);
    }

    private String[] parents() {
        if (pictures.isPresent() && values.isPresent()) {
            return new String[] {KEEP_EVIDENCE, KEEP_REJECTED};
        }
        return new String[] {pictures.isPresent() ? KEEP_EVIDENCE : KEEP_REJECTED};
    }
}
