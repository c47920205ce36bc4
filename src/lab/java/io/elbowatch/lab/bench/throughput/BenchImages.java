package io.elbowatch.lab.bench.throughput;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The images that a bundle is measured with, as its model takes them. There is at least one.
 *
 * @param origin what they are, in words
 * @param own whether they are of the kind that the bundle was calibrated on
 * @param pixels each [C, H, W]
 */
record BenchImages(String origin, boolean own, List<byte[]> pixels) {
    private static final int MOST = 10_000;
    /** Enough to calibrate on, at an α of 0.001. */
    private static final int GENERATED = 4_096;
    /** None of those that a bundle was made with. */
    private static final int SEED = 9;

    private static final String BOARDS = "boards";
    private static final String FASHION = "fashion-mnist/t10k-images-idx3-ubyte.gz";
    private static final Map<String, String> TEST_SETS = Map.of(
            "fashion-mnist", FASHION,
            "fashion-mnist-conv", FASHION,
            "deeppcb", "deeppcb/test-clean64-idx3-ubyte.gz");

    BenchImages {
        pixels = List.copyOf(pixels);
        if (pixels.isEmpty()) {
            throw new Refusal(
                    origin + " holds no image that the model can take",
                    "give PNG or JPEG files, which are resized, or raw images of the model's size");
        }
    }

    /** The user's images; else the test set of what the bundle was trained on, if it is there; else generated boards. */
    static BenchImages of(Bundle bundle, BenchPlan plan) {
        Preprocessing preprocessing = bundle.manifest().toPreprocessing();
        if (plan.images().isPresent()) {
            return read(plan.images().get(), false, preprocessing);
        }
        String name = bundle.manifest().name();
        if (plan.data().isPresent() && TEST_SETS.containsKey(name)) {
            Path set = plan.data().get().resolve(TEST_SETS.get(name));
            if (Files.isRegularFile(set)) {
                return read(set, true, preprocessing);
            }
        }
        return generated(name.equals(BOARDS), preprocessing);
    }

    private static BenchImages read(Path path, boolean own, Preprocessing preprocessing) {
        ImageDecoder decoder = new ImageDecoder(preprocessing, DecodeLimits.DEFAULT);
        try (Stream<SetImage> images = ImageSet.open(path).images()) {
            List<byte[]> pixels = images.limit(MOST)
                    .map(image -> pixels(decoder.decode(image.bytes(), image.contentType())))
                    .filter(Objects::nonNull)
                    .toList();
            return new BenchImages("real, " + path.getFileName(), own, pixels);
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), "give a folder of images, an IDX file or a zip that can be read", e);
        }
    }

    private static BenchImages generated(boolean own, Preprocessing preprocessing) {
        BoardGenerator boards = new BoardGenerator(SEED);
        ImageDecoder decoder = new ImageDecoder(preprocessing, DecodeLimits.DEFAULT);
        List<byte[]> pixels = IntStream.range(0, GENERATED)
                .mapToObj(i -> pixels(decoder.decode(boards.normal(i).picture().png(), InputFormat.PNG.contentType())))
                .toList();
        return new BenchImages("generated boards", own, pixels);
    }

    /** Null of what cannot be decoded. */
    private static byte[] pixels(Decoded decoded) {
        return decoded instanceof Decoded.Pixels found ? found.pixels() : null;
    }
}
