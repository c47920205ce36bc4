package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.rig.Spread;
import java.util.List;
import java.util.Optional;

/**
 * The figures of one bundle, input format and number of threads.
 *
 * @param origin of the images, in words
 * @param distinctImages how many of them differ
 * @param anomalousShare share of the images that are anomalous
 * @param valueBytes mean size of a record's value
 * @param imagesPerRun each image as often as needed
 * @param variants in the order of {@link Variant}
 * @param stages of Elbowatch; the last is the remaining work of its scoring threads
 */
public record WorkloadResult(
        String bundle,
        String input,
        int threads,
        String origin,
        int distinctImages,
        double anomalousShare,
        double valueBytes,
        long imagesPerRun,
        List<VariantResult> variants,
        List<StageResult> stages) {

    /** The cost of one stage over all rounds. */
    public record StageResult(String stage, Spread cpuMicros, Spread allocatedBytes) {}

    /** The result of a variant by its label, if it was measured. */
    Optional<VariantResult> find(String variant) {
        return variants.stream()
                .filter(result -> result.variant().equals(variant))
                .findFirst();
    }

    /** As progress and tables name it. */
    String title() {
        return title(bundle, input, threads);
    }

    static String title(String bundle, String input, int threads) {
        return bundle + ", " + input + ", " + threads + (threads == 1 ? " thread" : " threads");
    }
}
