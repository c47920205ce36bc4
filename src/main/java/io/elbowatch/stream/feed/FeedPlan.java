package io.elbowatch.stream.feed;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a feed sends, where and how fast.
 *
 * @param topic that receives the images
 * @param rate images a second, empty for as fast as Kafka accepts them
 * @param key of every record, empty for the group of each image
 * @param limit largest number of images, empty for all
 * @param loop whether to begin again at the end
 * @param envelope around each image, empty for none
 */
public record FeedPlan(
        String topic,
        OptionalDouble rate,
        Optional<String> key,
        OptionalLong limit,
        boolean loop,
        Optional<FeedEnvelope> envelope) {

    public FeedPlan {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(envelope, "envelope");
        if (rate.isPresent() && !(rate.getAsDouble() > 0 && Double.isFinite(rate.getAsDouble()))) {
            throw new IllegalArgumentException(
                    "the rate must be positive, in images a second, not " + rate.getAsDouble());
        }
        if (limit.isPresent() && limit.getAsLong() < 1) {
            throw new IllegalArgumentException("the limit must be at least 1 image, not " + limit.getAsLong());
        }
    }

    /** Images without an envelope. */
    public FeedPlan(String topic, OptionalDouble rate, Optional<String> key, OptionalLong limit, boolean loop) {
        this(topic, rate, key, limit, loop, Optional.empty());
    }

    /** All images once, as fast as Kafka accepts them, keyed by their groups. */
    public static FeedPlan to(String topic) {
        return new FeedPlan(topic, OptionalDouble.empty(), Optional.empty(), OptionalLong.empty(), false);
    }

    /** How many images are sent from a set of this size; empty when it is not known. */
    public OptionalLong expected(OptionalLong size) {
        OptionalLong all = loop ? OptionalLong.empty() : size;
        if (limit.isEmpty() || all.isEmpty()) {
            return limit.isPresent() ? limit : all;
        }
        return OptionalLong.of(Math.min(limit.getAsLong(), all.getAsLong()));
    }
}
