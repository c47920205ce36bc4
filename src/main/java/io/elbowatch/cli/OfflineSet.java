package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.image.ImageDecoder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A set of images that fits a model and is scored without Kafka. */
record OfflineSet(OrientedImages images, PrintWriter err) {

    /** @throws Refusal when there is none, or its images have another shape than the model's */
    static OfflineSet open(Path path, ImageModel model, PrintWriter err) {
        OrientedImages images = ImageSets.open(path, err);
        ImageSets.requireShape(path, images, model);
        return new OfflineSet(images, err);
    }

    /** A set whose images fit the model. */
    static OfflineSet of(ImageSet images, PrintWriter err) {
        return new OfflineSet(new OrientedImages(images), err);
    }

    /** The number of images, if it is known. */
    OptionalLong size() {
        return images.size();
    }

    /** The groups of the images, if they are known. @throws Refusal when the set cannot be read */
    Optional<Set<String>> groups() {
        try {
            return images.groups();
        } catch (ImageSetException e) {
            throw ImageSets.unreadable(e);
        }
    }

    /** Scores all images in order, with a progress bar. @throws Refusal when the set or the model fails */
    void score(String task, ImageDecoder decoder, ImageModel model, Consumer<ScoredImage> result) {
        try (ImageProgress progress = ImageProgress.show(task, images.size())) {
            new SetScorer(decoder, model).score(images, image -> {
                result.accept(image);
                progress.step();
            });
        } catch (ImageSetException e) {
            throw ImageSets.unreadable(e);
        } catch (ModelException e) {
            throw Failures.ofModel(e);
        }
        if (!decoder.turns()) {
            ImageSets.warnOfTurned(images, err);
        }
    }
}
