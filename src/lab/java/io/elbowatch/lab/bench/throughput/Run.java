package io.elbowatch.lab.bench.throughput;

/**
 * The figures of one run of one variant.
 *
 * @param images in the topic
 * @param results that were written
 * @param imagesPerSecond in the measured part
 * @param scoringCpuMicros CPU time of the scoring threads per image
 * @param processCpuMicros CPU time of the whole process per image, the broker included
 * @param allocatedBytes of the scoring threads per image
 * @param imagesPerModelRun mean
 */
public record Run(
        long images,
        long results,
        double imagesPerSecond,
        double scoringCpuMicros,
        double processCpuMicros,
        double allocatedBytes,
        double imagesPerModelRun) {

    /**
     * @param measured images in the measured part
     * @param used in the measured part
     */
    static Run of(long images, long results, long measured, Usage used, double imagesPerModelRun) {
        return new Run(
                images,
                results,
                measured * 1e9 / used.wallNanos(),
                used.threadCpuNanos() / 1e3 / measured,
                used.processCpuNanos() / 1e3 / measured,
                (double) used.allocatedBytes() / measured,
                imagesPerModelRun);
    }
}
