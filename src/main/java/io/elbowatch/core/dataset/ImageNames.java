package io.elbowatch.core.dataset;

import java.util.Locale;
import java.util.Optional;

/** Content type and group of a file, from its name in the set. Separators are slashes. */
final class ImageNames {
    static final String RAW = "image/x-raw";

    private ImageNames() {}

    /** The content type; empty if the file is hidden or not an image. */
    static Optional<String> contentType(String name) {
        if (isHidden(name)) {
            return Optional.empty();
        }
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return switch (dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT)) {
            case "png" -> Optional.of("image/png");
            case "jpg", "jpeg" -> Optional.of("image/jpeg");
            case "raw" -> Optional.of(RAW);
            default -> Optional.empty();
        };
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
