package io.elbowatch.core.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Detects the kind of an image set from its first bytes, never from its name. */
final class ImageSets {
    private static final String KINDS = "expected a folder of images, an IDX file or a zip";

    private ImageSets() {}

    static ImageSet open(Path path) {
        if (!Files.exists(path)) {
            throw missing(path);
        }
        if (Files.isDirectory(path)) {
            return FolderImages.open(path);
        }
        byte[] start = start(path);
        return switch (start.length < 4 ? 0 : (start[0] & 0xff) << 8 | start[1] & 0xff) {
            case 'P' << 8 | 'K' -> ZipImages.open(path);
            case 0x1f8b, 0x0000 -> {
                if (start.length < 4) {
                    throw new ImageSetException(path, "has only " + start.length + " bytes", KINDS);
                }
                yield IdxImages.open(path);
            }
            case 0x8950, 0xffd8 ->
                throw new ImageSetException(path, "is a single image", "give the folder that it is in");
            default -> throw new ImageSetException(path, "is neither IDX nor zip", KINDS);
        };
    }

    private static byte[] start(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(4);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ImageSetException missing(Path path) {
        return new ImageSetException(path, "does not exist", "looked for " + path.toAbsolutePath());
    }

    static ImageSetException unreadable(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return missing(path);
        }
        return new ImageSetException(path, "cannot be read (" + e + ")", "check its permissions and its disk", e);
    }
}
