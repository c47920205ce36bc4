package io.elbowatch.lab.rig;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.lab.board.BoardGenerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images to run a bundle with.
 *
 * @param origin where they come from, for reports
 * @param own whether they are of the kind that the bundle was calibrated on
 */
public record SampleImages(String origin, boolean own, List<SetImage> images) {
    /** Bundles were made with other seeds. */
    private static final int SEED = 9;

    /** Enough to calibrate on at an α of 0.001. */
    private static final int MAX_BOARDS = 4_096;

    private static final String BOARDS = "boards";
    private static final Map<String, String> TEST_SETS = Map.of(
            "fashion-mnist", DataFolder.FASHION_MNIST,
            "fashion-mnist-conv", DataFolder.FASHION_MNIST,
            "deeppcb", "deeppcb/test-clean64-idx3-ubyte.gz");

    public SampleImages {
        images = List.copyOf(images);
    }

    /**
     * Images of the kind that a bundle was calibrated on: the test set of its training data, if that is in the data
     * folder, or generated boards for the bundle of boards. Empty if there are none.
     */
    public static Optional<SampleImages> ownOf(Bundle bundle, DataFolder data, int max) {
        String name = bundle.manifest().name();
        if (name.equals(BOARDS)) {
            return Optional.of(boards(true, max));
        }
        return Optional.ofNullable(TEST_SETS.get(name)).flatMap(data::file).map(set -> read(set, true, max));
    }

    /** The first images of a folder, an IDX file or a zip. @throws Refusal when it cannot be read */
    public static SampleImages read(Path set, boolean own, int max) {
        try (Stream<SetImage> images = ImageSet.open(set).images()) {
            return new SampleImages(
                    "real, " + set.getFileName(), own, images.limit(max).toList());
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), "give a folder of images, an IDX file or a zip that can be read", e);
        }
    }

    /** Generated boards of 64x64 pixels, 4,096 at most. */
    public static SampleImages boards(boolean own, int max) {
        BoardGenerator boards = new BoardGenerator(SEED);
        return new SampleImages(
                "generated boards",
                own,
                IntStream.range(0, Math.min(max, MAX_BOARDS))
                        .mapToObj(i -> new SetImage(
                                "board-" + i,
                                BOARDS,
                                boards.normal(i).picture().png(),
                                "image/png"))
                        .toList());
    }

    /** The images as they are, as values of records. */
    public List<byte[]> values() {
        return images.stream().map(SetImage::bytes).toList();
    }

    /** The images as a model takes them, each [C, H, W]. Images that cannot be decoded are left out. */
    public List<byte[]> pixels(Preprocessing preprocessing) {
        ImageDecoder decoder = new ImageDecoder(preprocessing, DecodeLimits.DEFAULT);
        return images.stream()
                .map(image -> decoder.decode(image.bytes(), image.contentType()))
                .filter(Decoded.Pixels.class::isInstance)
                .map(decoded -> ((Decoded.Pixels) decoded).pixels())
                .toList();
    }
}
