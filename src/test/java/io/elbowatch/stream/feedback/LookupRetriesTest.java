package io.elbowatch.stream.feedback;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LookupRetriesTest {
    private final LookupRetries retries = new LookupRetries(2);
    private long now = Long.MAX_VALUE - 1; // the clock may overflow

    @Test
    void shouldBeDueAfterPausesThatGrowAndThenNoMore() {
        for (Duration pause : LookupRetries.PAUSES) {
            retries.missing(image(1), now);
            now += pause.toNanos() - 1;
            assertThat(due()).isEmpty();
            now += 1;
            assertThat(due()).contains(label(1));
        }
        retries.missing(image(1), now);
        now += Duration.ofDays(1).toNanos();

        assertThat(due()).isEmpty();
    }

    /** Kafka may not have answered. */
    @Test
    void shouldBeDueUntilThereIsAnAnswer() {
        retries.missing(image(1), now);
        now += Duration.ofMinutes(1).toNanos();

        assertThat(due()).contains(label(1));
        assertThat(due()).contains(label(1));
        retries.forget(image(1));
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldGiveUpTheOneThatWaitsLongest() {
        retries.missing(image(1), now);
        retries.missing(image(2), now);
        retries.missing(image(3), now);
        now += Duration.ofMinutes(1).toNanos();

        assertThat(due()).contains(label(2));
        retries.forget(image(2));
        assertThat(due()).contains(label(3));
        retries.forget(image(3));
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldPassOverALabelThatWasWithdrawn() {
        retries.missing(image(1), now);
        retries.missing(image(2), now);
        now += Duration.ofMinutes(1).toNanos();

        assertThat(retries.due(now, image -> image.equals(image(1)) ? Optional.empty() : Optional.of(label(2))))
                .contains(label(2));
    }

    private Optional<LabelRecord> due() {
        return retries.due(now, image -> Optional.of(label(image.offset())));
    }

    private static OutputOrigin image(long offset) {
        return new OutputOrigin("images", 0, offset);
    }

    private static LabelRecord label(long offset) {
        return new LabelRecord(
                image(offset),
                OptionalLong.empty(),
                Optional.empty(),
                Truth.DEFECT,
                Optional.empty(),
                Optional.empty(),
                "somebody",
                0,
                Optional.empty());
    }
}
