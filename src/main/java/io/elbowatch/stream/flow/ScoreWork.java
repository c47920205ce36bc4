package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.stream.batch.BatchWork;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/** Scores a batch. Each image leaves for its verdict, or as it came for the rejected topic. */
final class ScoreWork implements BatchWork<DecodedImage> {
    private final IsolatingScorer scorer;
    private final RejectedRecord rejected;
    private final CurrentJudge currentJudge;
    private final ScoringObserver observer;
    private int waitingImages;
    private long waitingBytes;

    ScoreWork(IsolatingScorer scorer, RejectedRecord rejected, CurrentJudge currentJudge, ScoringObserver observer) {
        this.scorer = scorer;
        this.rejected = rejected;
        this.currentJudge = currentJudge;
        this.observer = observer;
    }

    @Override
    public long bytes(DecodedImage image) {
        return image.bytes();
    }

    @Override
    public void waiting(int images, long bytes) {
        observer.waiting(images - waitingImages, bytes - waitingBytes);
        waitingImages = images;
        waitingBytes = bytes;
    }

    @Override
    public List<Leaving> apply(List<Waiting<DecodedImage>> batch, FlushReason reason) {
        List<byte[]> images = new ArrayList<>(batch.size());
        for (Waiting<DecodedImage> image : batch) {
            images.add(image.record().value().pixels());
        }
        long started = System.nanoTime();
        List<Scoring> scorings = scorer.score(images);
        observer.scoredBatch(reason, images.size(), System.nanoTime() - started);

        ActiveJudge judge = currentJudge.now(); // once: one judge for the whole batch
        List<Leaving> leaving = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            leaving.add(leaving(batch.get(i), scorings.get(i), judge));
        }
        return leaving;
    }

    private Leaving leaving(Waiting<DecodedImage> image, Scoring scoring, ActiveJudge judge) {
        Record<byte[], DecodedImage> record = image.record();
        if (scoring instanceof Scored scored) {
            DecodedImage decoded = record.value();
            return image.to(
                    NodeNames.VERDICT,
                    record.withValue(new ScoredImage(
                            decoded.pixels(), decoded.original(), scored.terms(), scored.provider(), judge)));
        }
        Rejection rejection = ((Refused) scoring).rejection();
        observer.rejected(
                ImageOrigin.of(record.key(), image.coordinates()),
                rejection.reason(),
                System.currentTimeMillis() - record.timestamp());
        Record<byte[], byte[]> original = record.withValue(record.value().value());
        return image.to(NodeNames.REJECTED, rejected.of(original, rejection, image.coordinates()));
    }

    @Override
    public void close() {
        scorer.close();
    }
}
