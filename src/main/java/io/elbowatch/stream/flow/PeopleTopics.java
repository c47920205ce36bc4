package io.elbowatch.stream.flow;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The topics of what people say; empty for none.
 *
 * @param feedback in and out: labels of images, JSON, compacted
 * @param review out: images that are offered for a label, JSON
 * @param handling in and out: what people do with incidents, JSON, compacted
 */
public record PeopleTopics(Optional<String> feedback, Optional<String> review, Optional<String> handling) {
    public static final PeopleTopics NONE = new PeopleTopics(Optional.empty(), Optional.empty(), Optional.empty());

    /** Those that are named. */
    public List<String> names() {
        return Stream.of(feedback, review, handling).flatMap(Optional::stream).toList();
    }
}
