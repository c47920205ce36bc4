package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.stream.batch.BatchWork;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.ArrayList;
import java.util.List;

/** Runs the model over a batch; each image leaves for the verdict, or for the rejected topic as it came. */
final class ScoreWork implements BatchWork<DecodedImage> {
    private final IsolatingScorer scorer;
    private final RejectedRecord rejected;
    private final CurrentJudge inForce;
    private final ScoringObserver observer;
    private int waitingImages;
    private long waitingBytes;

    ScoreWork(IsolatingScorer scorer, RejectedRecord rejected, CurrentJudge inForce, ScoringObserver observer) {
        this.scorer = scorer;
        this.rejected = rejected;
        this.inForce = inForce;
        this.observer = observer;
    }

    @Override
    public long bytes(DecodedImage image) {
        return image.bytes();
    }

    @Override
    public void holds(int images, long bytes) {
        observer.waiting(images - waitingImages, bytes - waitingBytes);
        waitingImages = images;
        waitingBytes = bytes;
    }

    @Override
    public List<Outgoing> apply(List<Held<DecodedImage>> batch, FlushReason reason) {
        List<byte[]> images = new ArrayList<>(batch.size());
        for (Held<DecodedImage> held : batch) {
            images.add(held.record().value().pixels());
        }
        long started = System.nanoTime();
        List<Scoring> scorings = scorer.score(images);
        observer.scoredBatch(reason, images.size(), System.nanoTime() - started);

        ActiveJudge ruling = inForce.now(); // once: a batch is judged by one
        List<Outgoing> outgoing = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            outgoing.add(outgoing(batch.get(i), scorings.get(i), ruling));
        }
        return outgoing;
    }

    private Outgoing outgoing(Held<DecodedImage> held, Scoring scoring, ActiveJudge ruling) {
        if (scoring instanceof Scored scored) {
            return new Outgoing(
                    held.record()
                            .withValue(new ScoredImage(
                                    held.record().value().pixels(), scored.terms(), scored.provider(), ruling)),
                    NodeNames.VERDICT);
        }
        Refused refused = (Refused) scoring;
        observer.rejected(
                ImageOrigin.of(held.record().key(), held.origin()),
                refused.rejection().reason(),
                System.currentTimeMillis() - held.record().timestamp());
        var asItCame = held.record().withValue(held.record().value().value());
        return new Outgoing(rejected.of(asItCame, refused.rejection(), held.origin()), NodeNames.REJECTED);
    }

    @Override
    public void close() {
        scorer.close();
    }
}
