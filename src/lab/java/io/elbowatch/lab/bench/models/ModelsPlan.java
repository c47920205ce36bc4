package io.elbowatch.lab.bench.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is measured. Every round has all variants, so that a slow phase of the machine affects all of them.
 *
 * @param bundle that is copied; every copy is another model to the product
 * @param bundles how many copies share the images
 * @param imagesPerSecond over all bundles
 * @param lingers values of {@code batch.linger}
 * @param partitions of the topics of images and scores
 * @param rounds at least one
 * @param measured time of each measurement; a fifth of it before that is not counted
 */
public record ModelsPlan(
        Path bundle,
        int bundles,
        double imagesPerSecond,
        List<String> lingers,
        int partitions,
        int rounds,
        Duration measured) {

    public ModelsPlan {
        lingers = List.copyOf(lingers);
        if (bundles < 1 || bundles > 1000) {
            throw new IllegalArgumentException("bundles must lie between 1 and 1000, not " + bundles);
        }
        if (!(imagesPerSecond > 0) || lingers.isEmpty() || rounds < 1 || partitions < 1) {
            throw new IllegalArgumentException("rate, lingers, rounds and partitions must be positive");
        }
        if (measured.toMillis() < 1000) {
            throw new IllegalArgumentException("a measurement must last 1 s or longer, not " + measured);
        }
    }

    Duration settling() {
        return measured.dividedBy(5);
    }
}
