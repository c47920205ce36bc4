package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.elbo.ImageModel;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Opens the images that a path on the command line names. */
public final class ImageSets {
    /** The forms of a set, for the help. */
    static final String FORMS = "folder (with its subfolders), IDX file (also gzipped) or zip";

    private ImageSets() {}

    /**
     * Opens a set, and warns of files beside its images that are not read.
     *
     * @throws Refusal when there is no such set
     */
    public static OrientedImages open(Path path, PrintWriter err) {
        try {
            ImageSet set = ImageSet.open(path);
            set.otherFormats().sentence().ifPresent(sentence -> warn(sentence, err));
            return new OrientedImages(set);
        } catch (ImageSetException e) {
            throw unreadable(e);
        }
    }

    /** @throws Refusal when all images have another shape than the model's and cannot be resized */
    public static void requireShape(Path path, ImageSet images, ImageModel model) {
        images.shape().filter(shape -> !shape.equals(model.shape())).ifPresent(shape -> {
            throw new Refusal(
                    path + " holds images of " + shape + ", the model takes " + model.shape(),
                    "give a bundle for images of that size, or PNG or JPEG files, which are resized");
        });
    }

    private static void warn(String sentence, PrintWriter err) {
        err.println("warning: " + Printable.line(sentence));
        err.flush();
    }

    /** Warns of images that viewers turn, once the images are read. */
    static void warnOfTurned(OrientedImages set, PrintWriter err) {
        set.sentence().ifPresent(sentence -> warn(sentence, err));
    }

    public static Refusal unreadable(ImageSetException e) {
        return new Refusal(e.getMessage(), "give a " + FORMS + " that can be read", e);
    }
}
