package io.elbowatch.core.evaluation;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Scores image sets like the stream: with the same decoder, the same model and the same treatment of a failing image.
 * Every image has one result, in the order of its set.
 */
public final class SetScorer {
    private static final int MAX_BATCH = 64;
    /** As batch.max-bytes by default. */
    private static final int MAX_BATCH_BYTES = 64 << 20;

    private static final byte[] NO_PIXELS = {};

    private final ImageDecoder decoder;
    private final ImageModel model;

    public SetScorer(ImageDecoder decoder, ImageModel model) {
        this.decoder = decoder;
        this.model = model;
    }

    /** A decoded or rejected image that waits for its batch. */
    private record Waiting(int index, SetImage image, Decoded decoded) {}

    /**
     * Scores a set.
     *
     * @param result receives each image as soon as its batch is scored
     * @throws io.elbowatch.core.elbo.ModelException when the model itself fails
     * @throws io.elbowatch.core.dataset.ImageSetException when reading the set fails
     */
    public void score(ImageSet set, Consumer<ScoredImage> result) {
        try (IsolatingScorer scorer = new IsolatingScorer(model.newScorer(), model.shape());
                Stream<SetImage> images = set.images()) {
            int size = Math.max(
                    1, Math.min(MAX_BATCH, MAX_BATCH_BYTES / model.shape().bytes()));
            List<Waiting> batch = new ArrayList<>(size);
            int index = 0;
            for (Iterator<SetImage> each = images.iterator(); each.hasNext(); ) {
                SetImage image = each.next();
                batch.add(new Waiting(index++, image, decoder.decode(image.bytes(), image.contentType())));
                if (batch.size() == size) {
                    flush(scorer, batch, result);
                }
            }
            flush(scorer, batch, result);
        }
    }

    private static void flush(IsolatingScorer scorer, List<Waiting> batch, Consumer<ScoredImage> result) {
        List<byte[]> pixels = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            if (waiting.decoded() instanceof Decoded.Pixels decoded) {
                pixels.add(decoded.pixels());
            }
        }
        Iterator<Scoring> scorings = scorer.score(pixels).iterator();
        for (Waiting waiting : batch) {
            Scoring scoring = waiting.decoded() instanceof Decoded.Rejected rejected
                    ? new Scoring.Refused(rejected.rejection())
                    : scorings.next();
            SetImage image = waiting.image();
            if (waiting.decoded() instanceof Decoded.Pixels found) {
                result.accept(new ScoredImage(
                        waiting.index(),
                        image.name(),
                        image.group(),
                        found.pixels(),
                        Optional.of(found.original()),
                        scoring));
            } else {
                result.accept(new ScoredImage(
                        waiting.index(), image.name(), image.group(), NO_PIXELS, Optional.empty(), scoring));
            }
        }
        batch.clear();
    }
}
