package io.elbowatch.lab.rig;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The latencies of the images that were due after {@code fromNanos}, and how many results were read up to
 * {@code untilNanos}. Written by one thread; read when all results are there.
 */
final class Recording {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final long fromNanos;
    private final long untilNanos;
    private final Histogram micros = new Histogram(SIGNIFICANT_DIGITS);
    private long readWithin;
    private long readSince;
    private long lastNanos;

    Recording(long fromNanos, long untilNanos) {
        this.fromNanos = fromNanos;
        this.untilNanos = untilNanos;
    }

    void result(long dueNanos, long readNanos) {
        if (dueNanos - fromNanos >= 0) {
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(readNanos - dueNanos));
        }
        if (readNanos - fromNanos > 0) {
            readSince++;
            lastNanos = readNanos;
        }
        if (readNanos - fromNanos >= 0 && readNanos - untilNanos < 0) {
            readWithin++;
        }
    }

    /**
     * The rate of all results since the beginning. A machine that is too slow for one result in the interval has a
     * rate, too.
     */
    double resultsPerSecondToTheLast() {
        if (readSince == 0) {
            throw new IllegalStateException("no result was read after the warm-up");
        }
        return readSince * 1e9 / (lastNanos - fromNanos);
    }

    Measurement measurement() {
        if (micros.getTotalCount() == 0) {
            throw new IllegalStateException("no image was sent after the warm-up");
        }
        return new Measurement(
                micros.getTotalCount(),
                readWithin * 1e9 / (untilNanos - fromNanos),
                millis(micros.getValueAtPercentile(50)),
                millis(micros.getValueAtPercentile(99)),
                millis(micros.getValueAtPercentile(99.9)),
                millis(micros.getMaxValue()));
    }

    private static double millis(long micros) {
        return micros / 1e3;
    }
}
