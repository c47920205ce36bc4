package io.elbowatch.lab.bench;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.GoldenImage;
import io.elbowatch.lab.board.BoardGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The images that a benchmark sends, in memory and as they are sent. What is normal to a bundle costs least, as on a line where all is well: images
 * of a set that is named, Fashion-MNIST where its bundle is used and the data is there, generated boards for theirs, or else the bundle's golden images.
 *
 * @param what they are, for the report
 * @param values one or more
 */
record BenchImages(String what, List<byte[]> values) {
    private static final int MOST = 2_000;
    private static final Path FASHION = Path.of("fashion-mnist", "t10k-images-idx3-ubyte.gz");
    private static final long SEED = 20_261_121;

    /** @throws Refusal when the set cannot be read */
    static BenchImages of(Optional<Path> set, Bundle bundle) {
        if (set.isPresent()) {
            return read(set.get());
        }
        Path fashion = Path.of(System.getenv().getOrDefault("ELBOWATCH_DATA", "../shared/data"))
                .resolve(FASHION);
        if (bundle.manifest().name().startsWith("fashion-mnist") && Files.isRegularFile(fashion)) {
            return read(fashion);
        }
        ImageShape shape = bundle.manifest().toForm().image();
        if (bundle.manifest().name().equals("boards") && shape.bytes() == 64 * 64) {
            BoardGenerator boards = new BoardGenerator(SEED);
            return new BenchImages(
                    "generated boards",
                    IntStream.range(0, MOST)
                            .mapToObj(i -> boards.normal(i).picture().pixels())
                            .toList());
        }
        return new BenchImages(
                "the bundle's golden images",
                bundle.model().goldenImages().stream()
                        .map(GoldenImage::pixels)
                        .toList());
    }

    private static BenchImages read(Path set) {
        try (Stream<SetImage> images = ImageSet.open(set).images()) {
            return new BenchImages(
                    set.getFileName().toString(),
                    images.limit(MOST).map(SetImage::bytes).toList());
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), "give --images a folder, an IDX file or a zip", e);
        }
    }
}
