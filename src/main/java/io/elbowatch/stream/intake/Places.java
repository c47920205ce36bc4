package io.elbowatch.stream.intake;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The places where a fact is looked for, in this order. The first one that has it counts.
 *
 * @param all may be empty: then there is no such fact
 */
public record Places(List<Place> all) {
    public static final Places NONE = new Places(List.of());
    private static final Pattern OR = Pattern.compile("\\s+or\\s+");

    public Places {
        all = List.copyOf(all);
    }

    /** Reads {@code header:camera or /camera or topic-partition}. @throws IllegalArgumentException for another text */
    public static Places parse(String text) {
        return new Places(
                Stream.of(OR.split(text.strip(), -1)).map(Place::parse).toList());
    }

    /** Whether one of them is of this kind. */
    boolean has(Place.Kind kind) {
        return all.stream().anyMatch(place -> place.kind() == kind);
    }

    /** As they are written in settings. */
    @Override
    public String toString() {
        return all.stream().map(Place::toString).collect(Collectors.joining(" or "));
    }
}
