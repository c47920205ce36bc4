package io.elbowatch.cli;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.OtherFormats;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ExifOrientation;
import io.elbowatch.core.image.ImageShape;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** A set that counts, of the images that are read from it, those that viewers turn and that are scored as stored. */
public final class OrientedImages implements ImageSet {
    private final ImageSet set;
    private long read;
    private long turned;
    private String first = "";

    OrientedImages(ImageSet set) {
        this.set = set;
    }

    /** For the user, once the images are read. Empty if viewers turn none. */
    public Optional<String> sentence() {
        return turned == 0
                ? Optional.empty()
                : Optional.of(turned + " of " + read + " images have an EXIF orientation, such as " + first
                        + ": they are read as stored, by the training too, unless the bundle has orientation exif."
                        + " If viewers turn only some images of a camera, train with --orientation exif, or turn their"
                        + " pixels, such as by exiftran -ai");
    }

    @Override
    public Stream<SetImage> images() {
        return set.images().peek(this::count);
    }

    /** The same images for a reading beside that of the user, such as that of a hash: none is counted. */
    ImageSet uncounted() {
        return set;
    }

    private void count(SetImage image) {
        read++;
        if (ExifOrientation.of(image.bytes()) != ExifOrientation.NONE) {
            first = turned == 0 ? image.name() : first;
            turned++;
        }
    }

    @Override
    public OptionalLong size() {
        return set.size();
    }

    @Override
    public Optional<Set<String>> groups() {
        return set.groups();
    }

    @Override
    public Optional<ImageShape> shape() {
        return set.shape();
    }

    @Override
    public OtherFormats otherFormats() {
        return set.otherFormats();
    }
}
