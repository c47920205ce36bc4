package io.elbowatch.core.evaluation;

import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Images that are decoded and then scored in one run of the model. */
final class ImageBatch {
    private static final int MAX_IMAGES = 64;
    /** As batch.max-bytes by default. */
    private static final int MAX_BYTES = 64 << 20;

    private static final byte[] NO_PIXELS = {};

    private final int first;
    private final int size;
    private final List<SetImage> images = new ArrayList<>();
    private long bytes;

    /** @param first the index of its first image */
    ImageBatch(ImageShape shape, int first) {
        this.first = first;
        this.size = Math.max(1, Math.min(MAX_IMAGES, MAX_BYTES / shape.bytes()));
    }

    void add(SetImage image) {
        images.add(image);
        bytes += image.bytes().length;
    }

    /** Whether it has as many images as one run should have, or as many encoded bytes as memory should hold. */
    boolean isFull() {
        return images.size() >= size || bytes >= MAX_BYTES;
    }

    int images() {
        return images.size();
    }

    /** One result for each image, in their order. */
    List<ScoredImage> score(ImageDecoder decoder, IsolatingScorer scorer) {
        List<Decoded> decoded = images.stream()
                .map(image -> decoder.decode(image.bytes(), image.contentType()))
                .toList();
        List<byte[]> pixels = new ArrayList<>(images.size());
        for (Decoded each : decoded) {
            if (each instanceof Decoded.Pixels found) {
                pixels.add(found.pixels());
            }
        }
        Iterator<Scoring> scorings = scorer.score(pixels).iterator();
        List<ScoredImage> scored = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            scored.add(scored(i, decoded.get(i), scorings));
        }
        return scored;
    }

    private ScoredImage scored(int i, Decoded decoded, Iterator<Scoring> scorings) {
        SetImage image = images.get(i);
        int index = first + i;
        return decoded instanceof Decoded.Pixels found
                ? new ScoredImage(
                        index,
                        image.name(),
                        image.group(),
                        found.pixels(),
                        Optional.of(found.original()),
                        scorings.next())
                : new ScoredImage(
                        index,
                        image.name(),
                        image.group(),
                        NO_PIXELS,
                        Optional.empty(),
                        new Scoring.Refused(((Decoded.Rejected) decoded).rejection()));
    }
}
