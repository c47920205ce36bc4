package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The images of an IDX file, in its order, as raw pixels [C, H, W]. All have the same shape; there is at least one. */
final class IdxImages implements ImageSet {
    private static final String SIZES = "expected [N, H, W] or [N, H, W, C] with C 1 or 3";

    private final Path path;
    private final long size;
    private final ImageShape shape;

    private IdxImages(Path path, long size, ImageShape shape) {
        this.path = path;
        this.size = size;
        this.shape = shape;
    }

    static IdxImages open(Path path) {
        try (IdxFile file = IdxFile.open(path)) {
            long[] sizes = file.sizes();
            if (sizes.length == 1) {
                throw new ImageSetException(
                        path, "holds labels (idx1), not images", "give the file with the images (idx3)");
            }
            long channels = sizes.length == 4 ? sizes[3] : 1;
            if (sizes.length < 3 || sizes.length > 4 || channels != 1 && channels != 3) {
                throw new ImageSetException(path, "has the sizes " + text(sizes), SIZES);
            }
            if (sizes[0] == 0 || sizes[1] == 0 || sizes[2] == 0) {
                throw new ImageSetException(path, "has the sizes " + text(sizes) + ", so no images", SIZES);
            }
            if (sizes[1] > MAX_IMAGE_BYTES || sizes[2] > MAX_IMAGE_BYTES / channels / sizes[1]) {
                throw new ImageSetException(
                        path, "has the sizes " + text(sizes), "an image may have " + MAX_IMAGE_BYTES + " bytes");
            }
            return new IdxImages(path, sizes[0], new ImageShape((int) channels, (int) sizes[1], (int) sizes[2]));
        } catch (IOException e) {
            throw ImageSets.unreadable(path, e);
        }
    }

    private static String text(long[] sizes) {
        return LongStream.of(sizes).boxed().toList().toString();
    }

    @Override
    public Stream<SetImage> images() {
        IdxFile file = IdxFile.open(path);
        return LazyStream.of(path, new Images(file), file);
    }

    private final class Images implements Iterator<SetImage> {
        private final String file = path.getFileName().toString();
        private final IdxFile idx;
        private long index;

        Images(IdxFile idx) {
            this.idx = idx;
        }

        @Override
        public boolean hasNext() {
            if (index == size) {
                idx.finish();
            }
            return index < size;
        }

        @Override
        public SetImage next() {
            byte[] pixels = planes(idx.next(shape.bytes()));
            return new SetImage(file + "#" + index++, file, pixels, ImageNames.RAW);
        }
    }

    /** [H, W, C] to [C, H, W]. */
    private byte[] planes(byte[] pixels) {
        int channels = shape.channels();
        if (channels == 1) {
            return pixels;
        }
        int plane = shape.height() * shape.width();
        byte[] planes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            planes[i % channels * plane + i / channels] = pixels[i];
        }
        return planes;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(size);
    }

    @Override
    public Optional<Set<String>> groups() {
        return Optional.of(Set.of(path.getFileName().toString()));
    }

    @Override
    public Optional<ImageShape> shape() {
        return Optional.of(shape);
    }
}
