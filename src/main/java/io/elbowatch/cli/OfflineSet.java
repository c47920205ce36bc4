package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.image.ImageDecoder;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A set of images that fits a model, to be scored here and now. */
record OfflineSet(Path path, ImageSet images) {
    private static final String MEND = "give a folder of images, an IDX file or a zip that can be read";

    /** @throws Refusal when there is none, or its images have another shape than the model's */
    static OfflineSet open(Path path, ImageModel model) {
        ImageSet images;
        try {
            images = ImageSet.open(path);
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), MEND, e);
        }
        images.shape().filter(shape -> !shape.equals(model.shape())).ifPresent(shape -> {
            throw new Refusal(
                    path + " holds images of " + shape + ", the model takes " + model.shape(),
                    "give a bundle for images of that size, or PNG or JPEG files, which are resized");
        });
        return new OfflineSet(path, images);
    }

    /** How many images there are, if that is known. */
    OptionalLong size() {
        return images.size();
    }

    /** Scores all of them in order, with a progress bar. @throws Refusal when the set or the model breaks on the way */
    void score(String task, ImageDecoder decoder, ImageModel model, Consumer<ScoredImage> result) {
        try (ImageProgress progress = ImageProgress.show(task, images.size())) {
            new SetScorer(decoder, model).score(images, image -> {
                result.accept(image);
                progress.step();
            });
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), MEND, e);
        } catch (ModelException e) {
            throw new Refusal(e.getMessage(), "check the bundle: elbowatch check", e);
        }
    }
}
