package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelLostException;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.storage.StoreAwayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

class ThreadReplacementTest {
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
    private final List<Duration> rests = new ArrayList<>();
    private final RestartBackoff rest = new RestartBackoff() {
        @Override
        void await(Duration time) {
            rests.add(time);
        }
    };
    private final ThreadReplacement replacement = new ThreadReplacement(
            new RestartLimits(2, Duration.ofMinutes(5)), nanoTime::get, rest, failure -> Optional.empty());

    @Test
    void shouldReplaceUntilTheLimitAndThenStopWithTheLastFailure() {
        assertThat(replacement.handle(new IllegalStateException("1"))).isEqualTo(REPLACE_THREAD);
        assertThat(replacement.handle(new IllegalStateException("2"))).isEqualTo(REPLACE_THREAD);
        assertThat(replacement.fatal()).isEmpty();
        IllegalStateException last = new IllegalStateException("3");
        assertThat(replacement.handle(last)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(replacement.fatal()).containsSame(last);
    }

    @Test
    void shouldForgetFailuresThatLieBeforeTheWindow() {
        replacement.handle(new IllegalStateException("1"));
        replacement.handle(new IllegalStateException("2"));
        nanoTime.addAndGet(Duration.ofMinutes(6).toNanos());
        assertThat(replacement.handle(new IllegalStateException("3"))).isEqualTo(REPLACE_THREAD);
    }

    /** A new thread would not have the device either. */
    @Test
    void shouldStopAtOnceWhenTheModelIsLost() {
        Refusal lost = new Refusal("lost", "fix it", new ModelLostException("cuda:0", null));
        assertThat(replacement.handle(new StreamsException(lost))).isEqualTo(SHUTDOWN_CLIENT);
    }

    /** An outage of hours must not end the program: the next thread reads nothing until the store is back. */
    @Test
    void shouldCountNoThreadThatAStoreKeptFromCommitting() {
        for (int i = 0; i < 5; i++) {
            assertThat(replacement.handle(new StreamsException(new StoreAwayException("3 objects were not written"))))
                    .isEqualTo(REPLACE_THREAD);
        }
        assertThat(replacement.handle(new IllegalStateException("1"))).isEqualTo(REPLACE_THREAD);
        assertThat(rests).containsOnly(Duration.ZERO);
        assertThat(replacement.fatal()).isEmpty();
    }

    /** A topic that cannot be read now may be readable for the next thread. */
    @Test
    void shouldReplaceAThreadThatWasRefusedSomethingElse() {
        assertThat(replacement.handle(new StreamsException(new Refusal("unreadable", "wait"))))
                .isEqualTo(REPLACE_THREAD);
    }

    @Test
    void shouldDoubleTheBackoffWithoutAccess() {
        StreamsException forbidden = new StreamsException(new TopicAuthorizationException(Set.of("scores")));

        assertThat(replacement.handle(forbidden)).isEqualTo(REPLACE_THREAD);
        assertThat(replacement.handle(forbidden)).isEqualTo(REPLACE_THREAD);
        assertThat(replacement.handle(forbidden)).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(rests).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** A fault that returns at once is not temporary. */
    @Test
    void shouldWaitLongerAfterEachDeath() {
        ThreadReplacement patient = new ThreadReplacement(
                new RestartLimits(9, Duration.ofMinutes(5)), nanoTime::get, rest, failure -> Optional.empty());
        for (int i = 0; i < 7; i++) {
            patient.handle(new IllegalStateException());
        }
        assertThat(rests)
                .extracting(Duration::toMillis)
                .containsExactly(0L, 500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
    }

    @Test
    void shouldStartWithTheFirstBackoffAgainAfterTheWindow() {
        replacement.handle(new IllegalStateException("1"));
        replacement.handle(new IllegalStateException("2"));
        nanoTime.addAndGet(Duration.ofMinutes(6).toNanos());
        replacement.handle(new IllegalStateException("3"));
        assertThat(rests.get(2)).isZero();
    }

    @Test
    void shouldNotWaitBeforeItStops() {
        for (int i = 0; i < 3; i++) {
            replacement.handle(new IllegalStateException());
        }
        assertThat(rests).hasSize(2);
    }

    @Test
    @Timeout(60)
    void shouldEndEveryBackoffWhenTheApplicationCloses() {
        RestartBackoff real = new RestartBackoff();
        real.end();
        real.await(Duration.ofHours(1));
    }
}
