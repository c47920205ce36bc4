package io.elbowatch.stream.wire;

import io.elbowatch.core.quality.Truth;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a person says of one image: a record of the feedback topic. A later one of the same image replaces it.
 *
 * @param image its coordinates, which are the key of the record
 * @param timestampMillis of the image's record, where the writer knew it
 * @param source the key of the image as text, where the writer knew it
 * @param kind of the defect, such as scratch, at most {@value #MAX_KIND} characters, without control characters
 * @param comment at most {@value #MAX_COMMENT} characters
 * @param by who says it, 1 to {@value #MAX_BY} characters, without control characters
 * @param atMillis when
 * @param verdict what was decided on the image, where the writer knew it
 */
public record LabelRecord(
        OutputOrigin image,
        OptionalLong timestampMillis,
        Optional<String> source,
        Truth label,
        Optional<String> kind,
        Optional<String> comment,
        String by,
        long atMillis,
        Optional<LabelledVerdict> verdict) {
    public static final int MAX_KIND = 60;
    public static final int MAX_COMMENT = 1000;
    public static final int MAX_BY = 100;

    public LabelRecord {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(timestampMillis, "timestampMillis");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(verdict, "verdict");
        kind.ifPresent(text -> requireLine("kind", text, MAX_KIND));
        comment.filter(text -> characters(text) > MAX_COMMENT).ifPresent(text -> {
            throw new IllegalArgumentException(
                    "comment has " + characters(text) + " characters, at most " + MAX_COMMENT + " are taken");
        });
        requireLine("by", by, MAX_BY);
        if (by.isBlank()) {
            throw new IllegalArgumentException("by names nobody");
        }
        if (atMillis < 0) {
            throw new IllegalArgumentException("at is before 1970");
        }
    }

    /** The same with what a lookup of the image found. */
    public LabelRecord with(OptionalLong timestamp, Optional<String> ofSource, Optional<LabelledVerdict> decided) {
        return new LabelRecord(image, timestamp, ofSource, label, kind, comment, by, atMillis, decided);
    }

    private static void requireLine(String name, String text, int max) {
        if (characters(text) > max) {
            throw new IllegalArgumentException(
                    name + " has " + characters(text) + " characters, at most " + max + " are taken");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " holds control characters");
        }
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
