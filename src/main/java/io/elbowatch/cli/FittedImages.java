package io.elbowatch.cli;

import io.elbowatch.bundle.Manifest;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.PlaceForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sets of images that a feature bundle was fitted to, by the hashes in its manifest. A bundle of another kind has none:
 * its training held images out, and they may calibrate.
 *
 * @param hashes sha256 of each set, hexadecimal in lower case
 */
record FittedImages(Set<String> hashes) {

    static FittedImages of(Manifest manifest) {
        if (!(manifest.toForm() instanceof PlaceForm) || !(manifest.provenance().get("data") instanceof List<?> sets)) {
            return new FittedImages(Set.of());
        }
        return new FittedImages(sets.stream()
                .flatMap(set ->
                        set instanceof Map<?, ?> fields ? Stream.ofNullable(fields.get("sha256")) : Stream.empty())
                .map(hash -> hash.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Whether the model was fitted to exactly these images. Only a model that was fitted to images has them read; of an IDX
     * file the training writes another hash.
     *
     * @throws Refusal if they cannot be read
     */
    boolean are(ImageSet images) {
        return !hashes.isEmpty() && images.shape().isEmpty() && hashes.contains(hashOf(images));
    }

    /** @throws Refusal if the model was fitted to exactly these images, or they cannot be read */
    void refuse(Path path, ImageSet images) {
        if (are(images)) {
            throw new Refusal(
                    "the bundle was made of the images in " + path + ", so that later images would all score higher",
                    "give other normal images; make_bundle.py has calibrated with these already, each scored without"
                            + " itself");
        }
    }

    /** The hash that the training writes for a folder: of the name of each image, a zero and the sha256 of its file. */
    static String hashOf(ImageSet images) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<SetImage> read = images.images()) {
            read.forEach(image -> {
                all.writeBytes(image.name().getBytes(StandardCharsets.UTF_8));
                all.write(0);
                all.writeBytes(Sha256.digest(image.bytes()));
            });
        } catch (ImageSetException e) {
            throw ImageSets.unreadable(e);
        }
        return Sha256.hex(all.toByteArray());
    }
}
