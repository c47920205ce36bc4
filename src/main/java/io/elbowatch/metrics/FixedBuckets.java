package io.elbowatch.metrics;

/** Upper bounds of the histograms that depend on no bundle, ascending, in the unit of the name. */
final class FixedBuckets {
    static final double[] P_VALUES = {.001, .01, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1};
    static final double[] BATCH_IMAGES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};
    /** A small network takes 0.06 ms an image and 0.6 ms a batch of 32 on one core; a large one a second. */
    static final double[] INFERENCE_SECONDS = {
        .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5
    };

    static final double[] DECODE_SECONDS = {
        .00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1
    };
    /**
     * Under exactly-once half of the images take about 56 ms and nearly all less than 110; a backlog takes hours. From
     * 10 s on each bound is at most twice the one before: a percentile is read off between two of them.
     */
    static final double[] AGE_SECONDS = {
        .005, .01, .025, .05, .075, .1, .15, .25, .5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200,
        1800, 3600, 7200
    };

    private FixedBuckets() {}
}
