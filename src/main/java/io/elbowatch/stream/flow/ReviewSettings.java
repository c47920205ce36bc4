package io.elbowatch.stream.flow;

/**
 * How many images are offered for review, where there is a topic for them.
 *
 * @param randomRate probability with which any image is drawn, above 0
 * @param nearRate probability with which an image with α &lt; p ≤ 10 α is drawn, if it is above the other
 * @param maxPerHour images of this instance; the rates are lowered to keep it, on average over some seconds
 */
public record ReviewSettings(double randomRate, double nearRate, int maxPerHour) {
    public static final ReviewSettings DEFAULT = new ReviewSettings(0.001, 0.05, 60);

    public ReviewSettings {
        if (!(randomRate > 0 && randomRate <= 1) || !(nearRate >= 0 && nearRate <= 1) || maxPerHour < 1) {
            throw new IllegalArgumentException(
                    "no rates: " + randomRate + " and " + nearRate + ", at most " + maxPerHour + " an hour");
        }
    }
}
