package io.elbowatch.stream.lookup;

import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The images of a source just before and after one of it, by their time.
 *
 * @param previous empty if there is none within the time that is searched
 * @param next as {@code previous}
 */
public record Neighbours(Optional<DecidedImage> previous, Optional<DecidedImage> next) {
    private static final long FIRST_MILLIS = 2_000;
    private static final int GROWTH = 8;

    /** Not reached: the last of five steps is 8,192 s, somewhat more than two hours. */
    private static final long LAST_MILLIS = 10_000_000;

    private static final Comparator<DecidedImage> ORDER =
            (one, other) -> order(one, other.image(), other.timestampMillis());

    /** Searches in growing spans of time around the image. @param nowMillis after which there are no images */
    public static Neighbours of(
            ScoreHistory history, OutputOrigin image, String source, long timestampMillis, long nowMillis) {
        Optional<DecidedImage> previous = Optional.empty();
        Optional<DecidedImage> next = Optional.empty();
        for (long reach = FIRST_MILLIS; reach < LAST_MILLIS; reach *= GROWTH) {
            boolean later = next.isEmpty() && (reach == FIRST_MILLIS || timestampMillis + reach / GROWTH <= nowMillis);
            if (previous.isPresent() && !later) {
                break;
            }
            long from = previous.isPresent() ? timestampMillis : timestampMillis - reach;
            long to = later ? timestampMillis + reach : timestampMillis + 1;
            List<DecidedImage> images = history.span(source, from, to).images().stream()
                    .filter(one -> one.image().topic().equals(image.topic())) // another topic has sources of its own
                    .sorted(ORDER)
                    .toList();
            previous = previous.or(() -> images.stream()
                    .filter(one -> order(one, image, timestampMillis) < 0)
                    .reduce((first, second) -> second));
            next = next.or(() -> images.stream()
                    .filter(one -> order(one, image, timestampMillis) > 0)
                    .findFirst());
        }
        return new Neighbours(previous, next);
    }

    /** Negative if one comes before the image, 0 if it is the image. */
    private static int order(DecidedImage one, OutputOrigin image, long timestampMillis) {
        int byTime = Long.compare(one.timestampMillis(), timestampMillis);
        if (byTime != 0) {
            return byTime;
        }
        int byPartition = Integer.compare(one.image().partition(), image.partition());
        return byPartition != 0 ? byPartition : Long.compare(one.image().offset(), image.offset());
    }
}
