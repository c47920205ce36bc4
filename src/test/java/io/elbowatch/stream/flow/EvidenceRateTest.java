package io.elbowatch.stream.flow;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class EvidenceRateTest {
    private static final byte[] LINE = "line-1".getBytes(UTF_8);
    private final EvidenceRate rate = new EvidenceRate(new EvidenceLimits(30));

    @Test
    void shouldAllowAsManyAtOnceAsInAMinute() {
        assertThat(LongStream.range(0, 100)
                        .filter(i -> rate.allows(LINE, 1_000))
                        .count())
                .isEqualTo(30);
    }

    @Test
    void shouldAllowTheRatePerMinuteOnAverage() {
        long allowed = LongStream.range(0, 600_000)
                .filter(millis -> millis % 50 == 0)
                .filter(millis -> rate.allows(LINE, millis))
                .count();
        assertThat(allowed).isBetween(30 + 290L, 30 + 300L);
    }

    @Test
    void shouldKeepSourcesApart() {
        LongStream.range(0, 100).forEach(i -> rate.allows(LINE, 0));
        assertThat(rate.allows(LINE, 0)).isFalse();
        assertThat(rate.allows("line-2".getBytes(UTF_8), 0)).isTrue();
        assertThat(rate.allows(null, 0)).isTrue();
    }

    @Test
    void shouldAllowNoneAtARateOfZero() {
        assertThat(new EvidenceRate(new EvidenceLimits(0)).allows(LINE, 0)).isFalse();
    }

    @Test
    void shouldTolerateAClockThatStepsBack() {
        LongStream.range(0, 30).forEach(i -> rate.allows(LINE, 1_000_000));
        assertThat(rate.allows(LINE, 0)).isFalse();
        assertThat(rate.allows(LINE, 2_000)).isTrue();
    }
}
