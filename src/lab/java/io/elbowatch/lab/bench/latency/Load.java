package io.elbowatch.lab.bench.latency;

import java.util.Locale;

/** How many images are sent. */
public sealed interface Load {

    /** As it is written in an option and in a report. */
    String label();

    /** So many images a second, each at its time. */
    record Steady(double imagesPerSecond) implements Load {
        public Steady {
            requirePositive(imagesPerSecond);
        }

        @Override
        public String label() {
            return String.format(Locale.ROOT, "%,.0f/s", imagesPerSecond);
        }
    }

    /** This share of what the application was seen to manage, each image at its time. */
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

    /** Reads {@code 500} or {@code 80%}. @throws IllegalArgumentException when it is neither */
    static Load parse(String text) {
        String stripped = text.strip();
        return stripped.endsWith("%")
                ? new ShareOfCapacity(Double.parseDouble(stripped.substring(0, stripped.length() - 1)) / 100)
                : new Steady(Double.parseDouble(stripped));
    }
}
