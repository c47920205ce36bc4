package io.elbowatch.core.dataset;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Content type and group of a file, from its name in the set. Separators are slashes. */
final class ImageNames {
    static final String RAW = "image/x-raw";
    static final String READ = "expected .png, .jpg, .jpeg, .tif, .tiff, .bmp or .raw files in ";

    /** Endings of images that are not read. The model side has the same (image_files.py). */
    private static final Set<String> OTHERS = Set.of(
            "arw", "avif", "cr2", "cr3", "dng", "gif", "heic", "heif", "jp2", "jxl", "nef", "orf", "pbm", "pgm", "pnm",
            "ppm", "raf", "rw2", "tga", "webp");

    private ImageNames() {}

    /** The content type; empty if the file is hidden or not an image. */
    static Optional<String> contentType(String name) {
        if (isHidden(name)) {
            return Optional.empty();
        }
        return switch (ending(name)) {
            case "png" -> Optional.of("image/png");
            case "jpg", "jpeg", "jpe", "jfif" -> Optional.of("image/jpeg");
            case "tif", "tiff" -> Optional.of("image/tiff");
            case "bmp", "dib" -> Optional.of("image/bmp");
            case "raw" -> Optional.of(RAW);
            default -> Optional.empty();
        };
    }

    /** Whether the file is an image by its name, in a format that is not read. */
    static boolean isOtherFormat(String name) {
        return !isHidden(name) && OTHERS.contains(ending(name));
    }

    /** In lower case, without the dot; empty for a name without a dot. */
    static String ending(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether a part of the name begins with a dot, or the file is in the folder that macOS adds to archives. */
    static boolean isHidden(String name) {
        String rooted = "/" + name;
        return rooted.contains("/.") || rooted.contains("/__MACOSX/");
    }

    /** The folder of a file; the name of the set for a file in no folder. */
    static String group(String name, String set) {
        int end = name.lastIndexOf('/');
        return end <= 0 ? set : name.substring(0, end);
    }
}
