package io.elbowatch.core.parity;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PreciseTerms;
import io.elbowatch.core.elbo.ReferenceElbo;
import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Compares a graph with the reference on golden and random images, and with training on golden images. It also compares
 * every score with that of the same image alone and in another batch. It holds one batch of images at a time.
 */
public final class Parity {
    private static final int MAX_BATCH = 32;
    /** The outputs of the images and their reference, in double precision, are 20 times this. */
    private static final int MAX_BATCH_BYTES = 16 << 20;
    /** Odd and no divisor of {@link #MAX_BATCH}, so that an image meets other images in its second batch. */
    private static final int SHUFFLED_BATCH = 7;

    private final ElboForm form;
    private final ImageInspector inspector;
    private final ImageScorer scorer;
    private final int batchSize;
    private final Random order = new Random(1);

    private final Comparison goldenReference;
    private final Comparison goldenTraining;
    private final Comparison referenceTraining;
    private final Comparison randomReference;
    private final Comparison batches;
    private int unequal;

    /** @param form of the model @param inspector of the model @param scorer of the same model */
    public Parity(ElboForm form, ImageInspector inspector, ImageScorer scorer, Tolerances allowed) {
        this.form = form;
        this.batchSize = batchSize(form.image());
        this.inspector = inspector;
        this.scorer = scorer;
        goldenReference = new Comparison("graph against reference, golden images", allowed.reference());
        goldenTraining = new Comparison("graph against training, golden images", allowed.training());
        referenceTraining = new Comparison("reference against training, golden images", allowed.training());
        randomReference = new Comparison("graph against reference, random images", allowed.reference());
        batches = new Comparison("in other batches", allowed.batches());
    }

    /** The number of images of a batch; at least 2, so that an image meets another one. */
    public static int batchSize(ImageShape shape) {
        return Math.max(2, Math.min(MAX_BATCH, MAX_BATCH_BYTES / shape.bytes()));
    }

    /** Compares golden images: all of them or a part. */
    public void compareGolden(List<GoldenImage> images) {
        for (int from = 0; from < images.size(); from += batchSize) {
            List<GoldenImage> batch = images.subList(from, Math.min(images.size(), from + batchSize));
            List<byte[]> pixels = batch.stream().map(GoldenImage::pixels).toList();
            List<String> names = batch.stream().map(GoldenImage::name).toList();
            List<ModelOutput> outputs = inspect(names, pixels);
            for (int i = 0; i < batch.size(); i++) {
                PreciseTerms graph = PreciseTerms.of(outputs.get(i).terms());
                PreciseTerms reference =
                        ReferenceElbo.of(form, pixels.get(i), outputs.get(i)).terms();
                goldenReference.add(names.get(i), graph, reference);
                goldenTraining.add(names.get(i), graph, batch.get(i).trained());
                referenceTraining.add(names.get(i), reference, batch.get(i).trained());
            }
        }
    }

    /** Compares random images. @param step called after each of them */
    public void compareRandom(RandomImages images, Runnable step) {
        for (int from = 0; from < images.count(); from += batchSize) {
            List<String> names = new ArrayList<>();
            List<byte[]> pixels = new ArrayList<>();
            for (int number = from; number < Math.min(images.count(), from + batchSize); number++) {
                names.add(images.name(number));
                pixels.add(images.pixels(number));
            }
            List<ModelOutput> outputs = inspect(names, pixels);
            for (int i = 0; i < names.size(); i++) {
                randomReference.add(
                        names.get(i),
                        PreciseTerms.of(outputs.get(i).terms()),
                        ReferenceElbo.of(form, pixels.get(i), outputs.get(i)).terms());
                step.run();
            }
        }
    }

    /** The results so far. */
    public ParityReport report() {
        return new ParityReport(
                Stream.of(goldenReference, goldenTraining, referenceTraining, randomReference)
                        .filter(comparison -> comparison.images() > 0)
                        .toList(),
                batches,
                batchSize,
                unequal);
    }

    /** The outputs of a batch; their terms are compared with those of each image alone and of the shuffled images. */
    private List<ModelOutput> inspect(List<String> names, List<byte[]> pixels) {
        List<ModelOutput> together = inspector.inspect(pixels);
        List<Integer> shuffled = new ArrayList<>();
        for (int i = 0; i < pixels.size(); i++) {
            ElboTerms alone = scorer.score(List.of(pixels.get(i))).get(0);
            compareBatches(names.get(i), together.get(i).terms(), alone);
            shuffled.add(i);
        }
        Collections.shuffle(shuffled, order);
        int size = Math.min(SHUFFLED_BATCH, batchSize - 1);
        for (int from = 0; from < shuffled.size(); from += size) {
            List<Integer> batch = shuffled.subList(from, Math.min(shuffled.size(), from + size));
            List<ElboTerms> scored =
                    scorer.score(batch.stream().map(pixels::get).toList());
            for (int i = 0; i < batch.size(); i++) {
                int image = batch.get(i);
                compareBatches(names.get(image), together.get(image).terms(), scored.get(i));
            }
        }
        return together;
    }

    private void compareBatches(String name, ElboTerms one, ElboTerms other) {
        unequal += one.equals(other) ? 0 : 1;
        batches.add(name, PreciseTerms.of(one), PreciseTerms.of(other));
    }
}
