package io.elbowatch.core.dataset;

import java.util.Locale;
import java.util.Optional;

/** What the names of files within a set say. Separators are slashes. */
final class ImageNames {
    static final String RAW = "image/x-raw";

    private ImageNames() {}

    /** The content type, or nothing if the file is no image or hidden, as are the leftovers of macOS in archives. */
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

    /** Whether any part of the name begins with a dot or is the folder into which macOS puts its own files. */
    static boolean isHidden(String name) {
        String rooted = "/" + name;
        return rooted.contains("/.") || rooted.contains("/__MACOSX/");
    }

    /** The folder of a name, or the set's own name for one that lies in no folder. */
    static String group(String name, String set) {
        int end = name.lastIndexOf('/');
        return end <= 0 ? set : name.substring(0, end);
    }
}
