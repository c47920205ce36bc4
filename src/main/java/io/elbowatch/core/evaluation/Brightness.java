package io.elbowatch.core.evaluation;

/** How much the images of a set differ in their mean level. */
public final class Brightness {
    private long images;
    private double mean;
    private double squares;

    /** By Welford's recurrence (1962). */
    public void add(byte[] pixels) {
        long sum = 0;
        for (byte pixel : pixels) {
            sum += pixel & 0xff;
        }
        double level = (double) sum / pixels.length;
        images++;
        double difference = level - mean;
        mean += difference / images;
        squares += difference * (level - mean);
    }

    /** The standard deviation of the mean levels, of 255; 0 without images. */
    public double deviation() {
        return images == 0 ? 0 : Math.sqrt(squares / images);
    }
}
