package io.elbowatch.stream;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of the topics: legal in Kafka and all different.
 *
 * @param images in: key = source, value = an encoded or raw image
 * @param scores out: every scored image, JSON
 * @param anomalies out: the anomalous ones among them, JSON
 * @param rejected out: what could not be scored, as it came
 */
public record Topics(String images, String scores, String anomalies, String rejected) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    public Topics {
        for (String name : List.of(images, scores, anomalies, rejected)) {
            if (!LEGAL.matcher(name).matches() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no topic name: letters, digits, '.', '_' and '-', at most 249");
            }
        }
        if (Set.copyOf(List.of(images, scores, anomalies, rejected)).size() != 4) {
            throw new IllegalArgumentException("topics.images, .scores, .anomalies and .rejected must all differ");
        }
    }

    /** The topics that are written. */
    public List<String> outputs() {
        return List.of(scores, anomalies, rejected);
    }
}
