package io.elbowatch.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value for all topics of images, and values for single ones: {@code json, line-2=raw, line-3=cloudevents}. A comma
 * separates only where a topic and an equals sign follow, so that other values may have commas.
 *
 * @param others the value of the topics that are not named; empty where there is none
 * @param topics the values of those that are named
 */
record ByTopic<T>(Optional<T> others, Map<String, T> topics) {
    private static final Pattern NEXT = Pattern.compile(",\\s*(?=[A-Za-z0-9._-]{1,249}\\s*=)");
    private static final Pattern OF_TOPIC = Pattern.compile("([A-Za-z0-9._-]{1,249})\\s*=\\s*(.*)");

    static <T> ByTopic<T> none() {
        return new ByTopic<>(Optional.empty(), Map.of());
    }

    /** @throws IllegalArgumentException when a value is none, or a topic is named twice */
    static <T> ByTopic<T> parse(String text, Function<String, T> reader) {
        Optional<T> others = Optional.empty();
        Map<String, T> topics = new LinkedHashMap<>();
        boolean first = true;
        for (String part : NEXT.split(text.strip(), -1)) {
            Matcher named = OF_TOPIC.matcher(part.strip());
            if (named.matches()) {
                if (topics.put(named.group(1), reader.apply(named.group(2).strip())) != null) {
                    throw new IllegalArgumentException("'" + text + "' names a topic twice");
                }
            } else if (first) {
                others = Optional.of(reader.apply(part.strip()));
            } else {
                throw new IllegalArgumentException("'" + text + "': the value of the other topics comes first");
            }
            first = false;
        }
        return new ByTopic<>(others, topics);
    }

    /** The value of a topic. */
    Optional<T> of(String topic) {
        return Optional.ofNullable(topics.get(topic)).or(() -> others);
    }

    /** The topics that have a value of their own. */
    Set<String> named() {
        return topics.keySet();
    }
}
