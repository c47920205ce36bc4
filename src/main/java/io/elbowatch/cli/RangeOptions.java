package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.stream.replay.RangeRecord;
import io.elbowatch.stream.replay.TopicBounds;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options that say which records of a topic are meant. */
final class RangeOptions {
    @Option(
            names = "--last",
            paramLabel = "DURATION",
            description = "Images of the topic from this time on until now: 30m, 24h, 7d.")
    private Optional<Duration> last = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Images of the topic from this time on, as 2026-11-29T06:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Images of the topic before this time.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--offsets",
            paramLabel = "OFFSETS",
            description = "Images by partition and offset, both ends included: 0:100-200,1:5-")
    private Optional<String> offsets = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "GLOB",
            description = "Only images whose record key matches: * is any characters, ? is one.")
    private Optional<String> source = Optional.empty();

    /** Whether any of them is given. */
    boolean given() {
        return last.isPresent() || from.isPresent() || to.isPresent() || offsets.isPresent() || source.isPresent();
    }

    /** Which records of the range are meant, by their keys. */
    Predicate<RangeRecord> wanted() {
        return source.<Predicate<RangeRecord>>map(glob -> {
                    RoutePattern pattern = new RoutePattern.KeyGlob(glob);
                    return record -> pattern.matches(record.source().orElse(null), record.topic());
                })
                .orElse(record -> true);
    }

    /** @throws Refusal when they contradict each other or cannot be read */
    TopicBounds bounds(Instant now) {
        boolean times = from.isPresent() || to.isPresent();
        if ((last.isPresent() ? 1 : 0) + (times ? 1 : 0) + (offsets.isPresent() ? 1 : 0) > 1) {
            throw Refusal.ofMistake(
                    "the range is given twice", "give --last, or --from and --to, or --offsets, and only one of them");
        }
        try {
            if (offsets.isPresent()) {
                return TopicBounds.offsets(offsets.get());
            }
            if (last.isPresent()) {
                return TopicBounds.since(now.minus(last.get()).toEpochMilli());
            }
            return new TopicBounds.Times(millis("--from", from), millis("--to", to));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw Refusal.ofMistake(
                    "the range cannot be read: " + e.getMessage(),
                    "as in --last 2h, --from 2026-11-29T06:00:00Z --to 2026-11-29T08:00:00+01:00 or --offsets 0:100-200,1:5-");
        }
    }

    private static OptionalLong millis(String flag, Optional<String> time) {
        if (time.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(OffsetDateTime.parse(time.get()).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    flag + " '" + time.get() + "' is no time with its offset from UTC, such as Z or +01:00", e);
        }
    }
}
