package io.elbowatch.stream.replay;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which records of a topic are meant: those of a time, or of offsets. */
public sealed interface TopicBounds {
    /** Every record that the topic has at the start of the reading. */
    TopicBounds ALL = new Times(OptionalLong.empty(), OptionalLong.empty());

    /**
     * Records by their timestamps, in milliseconds since 1970.
     *
     * @param from the earliest; empty for no limit
     * @param to later than the latest; empty for those that the topic has at the start of the reading
     */
    record Times(OptionalLong from, OptionalLong to) implements TopicBounds {
        public Times {
            if (from.isPresent() && to.isPresent() && from.getAsLong() >= to.getAsLong()) {
                throw new IllegalArgumentException("the range ends before it begins");
            }
        }

        boolean has(long timestampMillis) {
            return timestampMillis >= from.orElse(Long.MIN_VALUE) && timestampMillis < to.orElse(Long.MAX_VALUE);
        }
    }

    /** Records by their offsets, by partition; other partitions are not read. */
    record Offsets(SortedMap<Integer, Span> spans) implements TopicBounds {
        public Offsets {
            spans = Collections.unmodifiableSortedMap(new TreeMap<>(spans));
        }
    }

    /**
     * Offsets of one partition.
     *
     * @param first the first of them
     * @param last the last of them; empty for that which the partition has at the start of the reading
     */
    record Span(long first, OptionalLong last) {
        public Span {
            if (first < 0 || last.isPresent() && last.getAsLong() < first) {
                throw new IllegalArgumentException("the offsets " + first + "-"
                        + (last.isPresent() ? last.getAsLong() : "") + " end before they begin");
            }
        }
    }

    /**
     * Reads {@code 0:100-200,1:5-}: offsets 100 to 200 of partition 0, both included, and those from 5 on of partition 1.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static TopicBounds offsets(String text) {
        Pattern form = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})?");
        SortedMap<Integer, Span> spans = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = form.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' is not PARTITION:FIRST-LAST or PARTITION:FIRST-");
            }
            OptionalLong last =
                    matcher.group(3) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(3)));
            Span span = new Span(Long.parseLong(matcher.group(2)), last);
            if (spans.put(Integer.parseInt(matcher.group(1)), span) != null) {
                throw new IllegalArgumentException("partition " + matcher.group(1) + " is named twice");
            }
        }
        return new Offsets(spans);
    }

    /** From a time on, to the end that the topic has at the start of the reading. */
    static TopicBounds since(long millis) {
        return new Times(OptionalLong.of(millis), OptionalLong.empty());
    }
}
