package io.elbowatch.stream.flow;

/** The limits of the output topics in force. They are read again when a broker refuses a record. Used by many threads. */
public final class CurrentLimits {
    private final int requestBytes;
    private volatile OutputLimits limits;

    /** @param requestBytes largest record that the producer sends */
    CurrentLimits(OutputLimits limits, int requestBytes) {
        this.requestBytes = requestBytes;
        this.limits = limits.within(requestBytes);
    }

    OutputLimits now() {
        return limits;
    }

    /**
     * Puts limits in force that were read after a broker refused a record.
     *
     * @param timestampRefused whether it refused the timestamp: where the limits are as before, the clocks differ by
     *     more than was assumed
     */
    public synchronized void readAgain(OutputLimits read, boolean timestampRefused) {
        TimestampWindow present = limits.timestamps();
        TimestampWindow window = read.timestamps();
        boolean same = window.beforeMillis() == present.beforeMillis() && window.afterMillis() == present.afterMillis();
        if (same) {
            window = timestampRefused ? present.narrowed() : present;
        }
        limits = new OutputLimits(read.maxScoreBytes(), read.maxRejectedBytes(), read.maxEvidenceBytes(), window)
                .within(requestBytes);
    }
}
