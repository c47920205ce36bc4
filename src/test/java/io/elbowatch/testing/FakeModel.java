package io.elbowatch.testing;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.elbo.PlaceExplanation;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.core.elbo.PlaceOutput;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A model whose score is the mean pixel of the image. It fails on chosen images and records the size of every batch.
 */
public final class FakeModel implements ImageModel {
    public static final ImageShape SHAPE = new ImageShape(1, 2, 2);

    /** Two latents and one feature. */
    public static final ElboForm FORM =
            new PixelForm(SHAPE, new LatentShape(2, 1, 1), new Likelihood.Bernoulli(), 1, 1, List.of("density"));

    /** Two places of two pixels with two codes, and one feature. */
    public static final ElboForm OF_PLACES =
            new PlaceForm(SHAPE, new PlaceGrid(1, 2, 1), new PlaceLatent.Categorical(2), 1, 1, List.of("density"));

    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<Integer> inspected = new CopyOnWriteArrayList<>();
    private final Function<byte[], ElboTerms> score;
    private ElboForm form = FORM;
    private volatile boolean failingToInspect;
    private volatile String provider = "cpu";
    private volatile Predicate<byte[]> failing = image -> false;

    public FakeModel() {
        this(FakeModel::meanPixel);
    }

    public FakeModel(Function<byte[], ElboTerms> score) {
        this.score = score;
    }

    /** Explains places with a categorical latent in place of pixels. */
    public FakeModel ofPlaces() {
        form = OF_PLACES;
        return this;
    }

    /** Makes every batch with such an image fail from now on. */
    public FakeModel failingOn(Predicate<byte[]> images) {
        failing = images;
        return this;
    }

    /** Sets the execution provider from now on. */
    public FakeModel on(String otherProvider) {
        provider = otherProvider;
        return this;
    }

    /** The sizes of the batches so far, failed ones included. */
    public List<Integer> batches() {
        return List.copyOf(batches);
    }

    public static ElboTerms meanPixel(byte[] image) {
        float mean = 0;
        for (byte pixel : image) {
            mean += (pixel & 0xFF) / (float) image.length;
        }
        return Terms.of(mean, 0, 1, mean, mean);
    }

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity("fake", "1.0.0", "0".repeat(64), provider);
    }

    @Override
    public ElboForm form() {
        return form;
    }

    @Override
    public ImageScorer newScorer() {
        return new ImageScorer() {
            @Override
            public List<ElboTerms> score(List<byte[]> images) {
                batches.add(images.size());
                if (images.stream().anyMatch(failing)) {
                    throw new ModelException("told to fail");
                }
                return images.stream().map(score).toList();
            }

            @Override
            public String provider() {
                return provider;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public ImageInspector newInspector() {
        return new ImageInspector() {
            @Override
            public List<ModelOutput> inspect(List<byte[]> images) {
                inspected.add(images.size());
                if (failingToInspect || images.stream().anyMatch(failing)) {
                    throw new ModelException("told to fail");
                }
                return images.stream().map(image -> output(score.apply(image))).toList();
            }

            @Override
            public void close() {}
        };
    }

    private ModelOutput output(ElboTerms terms) {
        return form == FORM
                ? new PixelOutput(terms, new GaussianPosterior(new float[2], new float[2]), new float[4])
                : new PlaceOutput(
                        terms,
                        new float[] {terms.local(), 0},
                        new float[2],
                        new PlaceExplanation.Codes(new float[2], new float[2], new float[2]));
    }

    /** Makes inspections fail from now on; scoring goes on. */
    public void failingToInspect() {
        failingToInspect = true;
    }

    /** The sizes of the inspected batches. */
    public List<Integer> inspected() {
        return List.copyOf(inspected);
    }

    @Override
    public void close() {}
}
