package io.elbowatch.core;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum whose constants have a label: the name by which settings, records, metrics and logs know them. Labels are a
 * contract with users, so a constant is never renamed.
 */
public interface Labelled {

    /** As {@link Enum#name()}. */
    String name();

    /**
     * The name in lower case. A new string at each call: an enum that is written for every image keeps it in a field.
     */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The labels of an enum in the order of its constants. */
    static <E extends Enum<E> & Labelled> List<String> labels(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Labelled::label).toList();
    }

    /** The constant with exactly this label, if there is one. */
    static <E extends Enum<E> & Labelled> Optional<E> find(Class<E> type, String label) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.label().equals(label))
                .findFirst();
    }

    /**
     * The constant that a user names; case and surrounding blanks do not matter.
     *
     * @throws IllegalArgumentException naming all labels
     */
    static <E extends Enum<E> & Labelled> E of(Class<E> type, String text) {
        return find(type, text.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", labels(type))));
    }
}
