package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.stream.batch.BatchWork;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.trace.BatchTrace;
import io.elbowatch.stream.trace.ImageTrace;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Scores a batch: the images of each model in one run of it, under their routes. Each image leaves for its verdict, or as it came
 * for the rejected topic.
 */
final class ScoreWork implements BatchWork<DecodedImage> {
    private final PerModel<IsolatingScorer> scorers;
    private final RejectedRecord rejected;
    private final String outlet;
    private final ScoringObserver observer;
    private final Tracing tracing;
    private int waitingImages;
    private long waitingBytes;

    /** @param outlet the node that takes rejected records */
    ScoreWork(
            PerModel<IsolatingScorer> scorers,
            RejectedRecord rejected,
            String outlet,
            ScoringObserver observer,
            Tracing tracing) {
        this.scorers = scorers;
        this.rejected = rejected;
        this.outlet = outlet;
        this.observer = observer;
        this.tracing = tracing;
    }

    @Override
    public long bytes(DecodedImage image) {
        return image.bytes();
    }

    /** The model: images of several bundles with the same one are scored together. */
    @Override
    public Object group(DecodedImage image) {
        return image.assignment().model().model();
    }

    @Override
    public void waiting(int images, long bytes) {
        observer.waiting(images - waitingImages, bytes - waitingBytes);
        waitingImages = images;
        waitingBytes = bytes;
    }

    @Override
    public List<Leaving> apply(List<Waiting<DecodedImage>> batch, FlushReason reason) {
        BatchTrace trace = trace(batch, reason);
        try {
            return score(batch, reason, trace);
        } catch (RuntimeException | Error e) {
            trace.failed(e);
            throw e;
        } finally {
            trace.ended();
        }
    }

    /** Nothing where no image of the batch is recorded. */
    private BatchTrace trace(List<Waiting<DecodedImage>> batch, FlushReason reason) {
        List<ImageTrace> recorded = null; // nearly always
        for (Waiting<DecodedImage> image : batch) {
            ImageTrace one = image.record().value().trace();
            if (one != ImageTrace.NONE) {
                recorded = recorded == null ? new ArrayList<>() : recorded;
                recorded.add(one);
            }
        }
        return recorded == null ? BatchTrace.NONE : tracing.batch(reason, batch.size(), recorded);
    }

    private List<Leaving> score(List<Waiting<DecodedImage>> batch, FlushReason reason, BatchTrace trace) {
        Leaving[] leaving = new Leaving[batch.size()];
        if (isOfOneModel(batch)) {
            List<byte[]> images = new ArrayList<>(batch.size());
            for (Waiting<DecodedImage> image : batch) {
                images.add(image.record().value().pixels());
            }
            score(batch, null, images, reason, trace, leaving);
        } else {
            byModel(batch).values().forEach(indices -> {
                List<byte[]> images = new ArrayList<>(indices.size());
                indices.forEach(
                        index -> images.add(batch.get(index).record().value().pixels()));
                score(batch, indices, images, reason, trace, leaving);
            });
        }
        return Arrays.asList(leaving);
    }

    private boolean isOfOneModel(List<Waiting<DecodedImage>> batch) {
        Object first = group(batch.get(0).record().value());
        for (Waiting<DecodedImage> image : batch) {
            if (group(image.record().value()) != first) {
                return false;
            }
        }
        return true;
    }

    /** The indices of the images of each model, in their order. */
    private Map<Object, List<Integer>> byModel(List<Waiting<DecodedImage>> batch) {
        Map<Object, List<Integer>> indices = new IdentityHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            indices.computeIfAbsent(group(batch.get(i).record().value()), any -> new ArrayList<>())
                    .add(i);
        }
        return indices;
    }

    /**
     * Scores images of one model.
     *
     * @param indices of the images in the batch; null for all
     */
    private void score(
            List<Waiting<DecodedImage>> batch,
            List<Integer> indices,
            List<byte[]> images,
            FlushReason reason,
            BatchTrace trace,
            Leaving[] leaving) {
        ServedModel model = batch.get(indices == null ? 0 : indices.get(0))
                .record()
                .value()
                .assignment()
                .model();
        long started = System.nanoTime();
        List<Scoring> scorings = scorers.of(model.model()).score(images);
        long nanos = System.nanoTime() - started;
        observer.scoredBatch(model, reason, images.size(), nanos, trace.ids());
        trace.ran(model.bundle(), model.model().identity(), images.size(), nanos);
        for (int i = 0; i < scorings.size(); i++) {
            int index = indices == null ? i : indices.get(i);
            leaving[index] = leaving(batch.get(index), scorings.get(i));
        }
    }

    private Leaving leaving(Waiting<DecodedImage> image, Scoring scoring) {
        Record<byte[], DecodedImage> record = image.record();
        if (scoring instanceof Scored scored) {
            return image.to(
                    NodeNames.VERDICT,
                    record.withValue(new ScoredImage(record.value(), scored.terms(), scored.provider())));
        }
        Rejection rejection = ((Refused) scoring).rejection();
        observer.rejected(
                Optional.of(record.value().assignment().model()),
                ImageOrigin.of(
                        record.key(),
                        image.coordinates(),
                        record.value().trace().ids()),
                rejection.reason(),
                System.currentTimeMillis() - record.timestamp());
        record.value().trace().rejected(rejection.reason());
        return image.to(outlet, rejected.of(record.value().arrived(), rejection, image.coordinates()));
    }

    @Override
    public void close() {
        scorers.close();
    }
}
