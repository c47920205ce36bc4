package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import java.nio.file.Path;

/** Opens the images that a path on the command line names. */
final class ImageSets {
    /** The forms of a set, for the help. */
    static final String FORMS = "folder (with its subfolders), IDX file (also gzipped) or zip";

    private ImageSets() {}

    /** @throws Refusal when there is no such set */
    static ImageSet open(Path path) {
        try {
            return ImageSet.open(path);
        } catch (ImageSetException e) {
            throw unreadable(e);
        }
    }

    static Refusal unreadable(ImageSetException e) {
        return new Refusal(e.getMessage(), "give a " + FORMS + " that can be read", e);
    }
}
