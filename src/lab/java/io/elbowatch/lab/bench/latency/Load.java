package io.elbowatch.lab.bench.latency;

import java.util.Locale;

/** The rate at which images are sent. */
public sealed interface Load {

    /** The name in reports. */
    String label();

    /** A constant rate. */
    record Steady(double imagesPerSecond) implements Load {
        public Steady {
            requirePositive(imagesPerSecond);
        }

        @Override
        public String label() {
            return String.format(Locale.ROOT, "%,.0f/s", imagesPerSecond);
        }
    }

    /** A constant rate, as a share of the measured capacity. */
    record ShareOfCapacity(double share) implements Load {
        public ShareOfCapacity {
            requirePositive(share);
        }

        @Override
        public String label() {
            return String.format(Locale.ROOT, "%.0f %% of capacity", 100 * share);
        }
    }

    private static void requirePositive(double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("a rate must be positive, not " + value);
        }
    }

    /** Parses {@code 500} or {@code 80%}. @throws IllegalArgumentException when it is neither */
    static Load parse(String text) {
        String stripped = text.strip();
        return stripped.endsWith("%")
                ? new ShareOfCapacity(Double.parseDouble(stripped.substring(0, stripped.length() - 1)) / 100)
                : new Steady(Double.parseDouble(stripped));
    }
}
