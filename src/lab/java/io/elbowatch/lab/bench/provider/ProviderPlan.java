package io.elbowatch.lab.bench.provider;

import io.elbowatch.onnx.ProviderChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param provider a named one; {@code auto} could end on the CPU, which would be compared with itself
 * @param bundles folders, in the order of the report
 * @param batches images of a run, ascending; 1, 8 and their doubles are what the product runs on a device
 * @param rounds at least one
 * @param measured time of each measurement
 * @param images that both score, for the comparison of terms
 */
public record ProviderPlan(
        ProviderChoice provider, List<Path> bundles, List<Integer> batches, int rounds, Duration measured, int images) {

    public ProviderPlan {
        Objects.requireNonNull(provider, "provider");
        bundles = List.copyOf(bundles);
        batches = batches.stream().sorted().distinct().toList();
        if (provider.named().equals(Optional.empty())) {
            throw new IllegalArgumentException("name the provider, such as cuda or webgpu, not auto");
        }
        if (bundles.isEmpty() || batches.isEmpty()) {
            throw new IllegalArgumentException("there is no bundle or no batch to measure");
        }
        if (batches.stream().anyMatch(batch -> batch != 1 && (batch < 8 || Integer.bitCount(batch) != 1))) {
            throw new IllegalArgumentException(
                    "a batch is 1, 8 or one of its doubles, as on a device, not one of " + batches);
        }
        if (rounds < 1 || measured.toMillis() < 10 || images < 1) {
            throw new IllegalArgumentException("one round, one image and 10 ms or more are measured, not " + rounds
                    + ", " + images + " and " + measured);
        }
    }

    int largestBatch() {
        return batches.get(batches.size() - 1);
    }
}
