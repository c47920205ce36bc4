package io.elbowatch.stream.lookup;

import io.elbowatch.stream.wire.DecidedImage;
import java.util.List;

/** Reads the scores of one source in a span of time. Used by many threads. */
public interface ScoreHistory {

    /**
     * @param source the key of its images as text, after its topic where there are several: {@code images: line-1}
     * @param fromMillis first timestamp
     * @param toMillis first timestamp after the last
     * @throws io.elbowatch.core.Refusal as {@link ImageLookup#image}
     */
    Span span(String source, long fromMillis, long toMillis);

    /**
     * What was read of a span.
     *
     * @param images ascending by time
     * @param share of the source's images that is in {@code images}, as far as the offsets tell: of (0, 1], 1 where
     *     nothing is left out
     * @param allReported whether every reported image of the source is among them, also where others are left out
     */
    record Span(List<DecidedImage> images, double share, boolean allReported) {
        public Span {
            images = List.copyOf(images);
        }
    }
}
