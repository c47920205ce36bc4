package io.elbowatch.core.dataset;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a set that are images by their names, in formats that are not read. They are no part of the set.
 *
 * @param counts number of files by ending
 * @param first the name of the first file, empty if there is none
 */
public record OtherFormats(Map<String, Long> counts, String first) {
    static final OtherFormats NONE = new OtherFormats(Map.of(), "");

    public OtherFormats {
        counts = new TreeMap<>(counts);
    }

    /** Counts the files with such a name. */
    static OtherFormats among(Iterator<String> names) {
        Map<String, Long> counts = new TreeMap<>();
        String first = "";
        while (names.hasNext()) {
            String name = names.next();
            if (ImageNames.isOtherFormat(name)) {
                first = counts.isEmpty() ? name : first;
                counts.merge("." + ImageNames.ending(name), 1L, Long::sum);
            }
        }
        return new OtherFormats(counts, first);
    }

    /** For a set that has no image, but may have such files. */
    ImageSetException noImage(Path set, String place) {
        return new ImageSetException(
                set,
                "holds no image"
                        + (counts.isEmpty()
                                ? ""
                                : " that can be read, but others (" + formats() + "), such as " + first),
                ImageNames.READ + place);
    }

    /** For the user: how many, of which formats, the first one and the remedy. Empty if there is none. */
    public Optional<String> sentence() {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        long files = counts.values().stream().mapToLong(Long::longValue).sum();
        return Optional.of((files == 1 ? "1 file is left out, " : files + " files are left out, such as ") + first
                + ": only PNG, JPEG, TIFF, BMP and raw are read (" + formats() + "); convert them to PNG");
    }

    private String formats() {
        return counts.entrySet().stream()
                .map(format -> format.getKey() + " " + format.getValue())
                .collect(Collectors.joining(", "));
    }
}
