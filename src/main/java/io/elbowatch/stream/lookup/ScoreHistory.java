package io.elbowatch.stream.lookup;

import java.util.List;

/** Reads the scores of one source in a span of time. Used by many threads. */
public interface ScoreHistory {

    /**
     * @param source the key of its images as text
     * @param fromMillis first timestamp
     * @param toMillis first timestamp after the last
     * @throws io.elbowatch.core.Refusal as {@link ImageLookup#image}
     */
    Span span(String source, long fromMillis, long toMillis);

    /**
     * What was read of a span.
     *
     * @param points ascending by time; every reported image of the span is among them unless {@link #anomaliesComplete} is
     *     false, others may be thinned
     * @param share of the offsets of the span in the scores topic that was read, of (0, 1]; 1 where nothing is thinned
     * @param anomaliesComplete whether all of the anomalies topic was read
     */
    record Span(List<Point> points, double share, boolean anomaliesComplete) {
        public Span {
            points = List.copyOf(points);
        }
    }

    /**
     * One image of the source.
     *
     * @param image coordinates as text
     * @param group of the calibration that it was compared with; empty for all images
     */
    record Point(
            String image,
            long atMillis,
            double pValue,
            double alpha,
            boolean anomalous,
            String bundle,
            String model,
            String group) {}
}
