package io.elbowatch.stream.flow;

/**
 * The timestamps that every output topic accepts, relative to the clock of a broker. A timestamp outside moves to the
 * nearest one inside, which is never negative.
 *
 * @param beforeMillis smallest {@code message.timestamp.before.max.ms} of the topics; {@link Long#MAX_VALUE} for no
 *     limit
 * @param afterMillis smallest {@code message.timestamp.after.max.ms} of the topics; {@link Long#MAX_VALUE} for no limit
 * @param narrowings how often a broker refused a timestamp within the window: each halves it around the present
 */
public record TimestampWindow(long beforeMillis, long afterMillis, int narrowings) {
    /** No limit in either direction. */
    public static final TimestampWindow UNLIMITED = new TimestampWindow(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    /** A narrower window is not hit reliably: a record waits for its request, and clocks differ. */
    public static final long MIN_WIDTH_MILLIS = 10_000;

    /** Clocks of this machine and of a broker may differ by this much, and a record may wait as long. */
    private static final long MARGIN_MILLIS = 60_000;

    private static final int MAX_NARROWINGS = 40;

    public TimestampWindow {
        if (beforeMillis < 0 || afterMillis < 0) {
            throw new IllegalArgumentException(
                    "a window of timestamps from -" + beforeMillis + " to +" + afterMillis + " ms");
        }
    }

    /** Whether records reach the broker in time, whatever their timestamp was. */
    public boolean isUsable() {
        return widthMillis() >= MIN_WIDTH_MILLIS;
    }

    /** The nearest timestamp that is accepted. */
    public long nearest(long timestampMillis, long nowMillis) {
        return Math.max(lowest(nowMillis), Math.min(highest(nowMillis), timestampMillis));
    }

    /** The same limits, half as wide: the clocks differ by more than was assumed. */
    TimestampWindow narrowed() {
        return new TimestampWindow(beforeMillis, afterMillis, Math.min(MAX_NARROWINGS, narrowings + 1));
    }

    private long lowest(long nowMillis) {
        if (beforeMillis >= nowMillis) {
            return 0;
        }
        long lowest = nowMillis - beforeMillis + marginMillis();
        long centre = centre(nowMillis);
        return centre - (centre - lowest >> narrowings);
    }

    private long highest(long nowMillis) {
        if (afterMillis >= Long.MAX_VALUE - nowMillis) {
            return Long.MAX_VALUE;
        }
        long highest = nowMillis + afterMillis - marginMillis();
        long centre = centre(nowMillis);
        return centre + (highest - centre >> narrowings);
    }

    /** The present, unless the topics accept the past or the future alone. */
    private long centre(long nowMillis) {
        long margin = marginMillis();
        if (beforeMillis >= margin && afterMillis >= margin) {
            return nowMillis;
        }
        // Only one side can be small here, and the other is at least three margins wide.
        long towards = Math.min(widthMillis(), 4 * MARGIN_MILLIS) / 2;
        return beforeMillis < afterMillis
                ? nowMillis - beforeMillis + towards
                : Math.max(0, nowMillis + afterMillis - towards);
    }

    private long marginMillis() {
        return Math.min(MARGIN_MILLIS, widthMillis() / 4);
    }

    private long widthMillis() {
        return beforeMillis > Long.MAX_VALUE - afterMillis ? Long.MAX_VALUE : beforeMillis + afterMillis;
    }
}
