package io.elbowatch.stream.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the records of a topic are read.
 *
 * @param format of the values
 * @param image JSON pointer of the image in values that have fields
 * @param source where the source of an image is
 * @param id where the id of an image is
 * @param timestamp where the time of an image is; the timestamp of the record where none of them has one
 * @param contentType where the content type of an image is; what the format itself says where none of them has one
 * @param reference where the address of an image is that is not in the record; it wins over an image in the record
 * @param hash where the hash of such an image is
 */
public record IntakeRules(
        IntakeFormat format,
        String image,
        Places source,
        Places id,
        Places timestamp,
        Places contentType,
        Places reference,
        Places hash) {
    public static final String DEFAULT_IMAGE = "/image";

    /** The value is the image, the key its source. */
    public static final IntakeRules RAW = of(IntakeFormat.RAW);

    public IntakeRules {
        Objects.requireNonNull(format, "format");
        Pointer.checked(image);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(hash, "hash");
    }

    /** The rules of a format where nothing else is said. */
    public static IntakeRules of(IntakeFormat format) {
        boolean event = format == IntakeFormat.CLOUDEVENTS;
        return new IntakeRules(
                format,
                DEFAULT_IMAGE,
                event ? attribute("source") : new Places(List.of(new Place(Place.Kind.KEY, ""))),
                event ? attribute("id") : Places.NONE,
                Places.NONE,
                Places.NONE,
                Places.NONE,
                Places.NONE);
    }

    private static Places attribute(String name) {
        return new Places(List.of(new Place(Place.Kind.ATTRIBUTE, name)));
    }

    /** Whether nothing needs to be looked for: the value is the image, the key its source. */
    boolean takesAsIs() {
        return equals(RAW);
    }

    /** All places that are named. */
    Stream<Place> places() {
        return Stream.of(source, id, timestamp, contentType, reference, hash)
                .flatMap(places -> places.all().stream())
                .distinct();
    }

    /** The pointers among them. */
    Map<String, Place> pointers() {
        return places().filter(place -> place.kind() == Place.Kind.POINTER)
                .collect(Collectors.toMap(Place::name, Function.identity()));
    }
}
