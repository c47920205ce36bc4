package io.elbowatch.lab.bench.scaling;

import java.util.List;
import java.util.Map;

/**
 * What scores, and what it is given.
 *
 * @param name in reports
 * @param settings that choose it, by key
 * @param images values of the records, sent over and over
 */
public record Network(String name, Map<String, String> settings, List<byte[]> images) {

    public Network {
        settings = Map.copyOf(settings);
        images = List.copyOf(images);
    }
}
