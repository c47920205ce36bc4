package io.elbowatch.stream.shadow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.flow.ShadowImage;
import io.elbowatch.stream.wire.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Scores images by one shadow, as the stream would if it decided. Used by one thread. */
final class ShadowScorer implements AutoCloseable {
    private final ServedModel shadow;
    private final ImageDecoder decoder;
    private final IsolatingScorer scorer;

    ShadowScorer(ServedModel shadow, DecodeLimits decoding) {
        this.shadow = shadow;
        this.decoder = new ImageDecoder(shadow.preprocessing(), decoding);
        this.scorer =
                new IsolatingScorer(shadow.model().newScorer(), shadow.model().shape());
    }

    /**
     * Scores a batch; every image goes to one of the two.
     *
     * @throws RuntimeException when the model fails whatever the image; then no image of the batch went anywhere but
     *     those that could not be decoded
     */
    void score(
            List<ShadowImage> batch,
            BiConsumer<ShadowImage, Verdict> judged,
            BiConsumer<ShadowImage, Rejection> refused) {
        List<ShadowImage> fit = new ArrayList<>(batch.size());
        List<byte[]> pixels = new ArrayList<>(batch.size());
        for (ShadowImage image : batch) {
            Decoded decoded = decoder.decode(image.value(), image.contentType());
            if (decoded instanceof Decoded.Pixels found) {
                fit.add(image);
                pixels.add(found.pixels());
            } else if (decoded instanceof Decoded.Rejected unfit) {
                refused.accept(image, unfit.rejection());
            }
        }
        if (fit.isEmpty()) {
            return;
        }
        List<Scoring> scorings = scorer.score(pixels);
        for (int i = 0; i < fit.size(); i++) {
            if (scorings.get(i) instanceof Scored scored) {
                judged.accept(fit.get(i), judge(fit.get(i)).judge(scored.terms()));
            } else {
                refused.accept(fit.get(i), ((Refused) scorings.get(i)).rejection());
            }
        }
    }

    /** That of the source, as for an image that the shadow decides on. */
    private Judge judge(ShadowImage image) {
        return shadow.judges().groups().isEmpty()
                ? shadow.judges().pooled()
                : shadow.judges().of(SourceText.of(image.origin().source()).orElse(null));
    }

    @Override
    public void close() {
        scorer.close();
    }
}
