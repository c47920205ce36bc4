package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StartRetryTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private final List<String> lines = new ArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private long nanos = 1_000;

    @Test
    void shouldTryAgainUntilTheClusterAnswers() {
        assertThat(retry().until(attempt(4, noAnswer()))).isEqualTo("answer");

        assertThat(attempts).hasValue(4);
    }

    @Test
    void shouldSayEveryTenSecondsWhatItWaitsFor() {
        retry().until(attempt(15, noAnswer()));

        long seconds = Duration.ofNanos(nanos).toSeconds();
        assertThat(lines)
                .hasSizeBetween((int) seconds / 15, (int) seconds / 10)
                .first()
                .asString()
                .startsWith("after 1")
                .contains(" of 120 s: cannot describe", "no answer");
    }

    @Test
    void shouldSayNothingOfAShortWait() {
        retry().until(attempt(3, noAnswer()));

        assertThat(lines).isEmpty();
    }

    @Test
    void shouldGiveUpAtTheLimit() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> retry().until(attempt(Integer.MAX_VALUE, noAnswer())))
                .withMessageContaining("no answer, for 120 s")
                .satisfies(refusal -> assertThat(refusal.remedy()).contains("that the broker runs", "start.timeout"));
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofSeconds(110), LIMIT.plusSeconds(1));
    }

    @Test
    void shouldEndAtOnceWhereWaitingDoesNotHeal() {
        assertEndsAtOnce(KafkaFailure.refusal("describe", "b:1", new SaslAuthenticationException("wrong password")));
        assertEndsAtOnce(new Refusal("there is no topic images", "create it"));
    }

    @Test
    void shouldTryAgainWhereAnotherInstanceCreatedTheTopics() {
        Refusal raced = KafkaFailure.refusal("create", "b:1", new TopicExistsException("images"));

        assertThat(retry().until(attempt(2, raced))).isEqualTo("answer");
    }

    private void assertEndsAtOnce(Refusal failure) {
        attempts.set(0);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> retry().until(attempt(Integer.MAX_VALUE, failure)))
                .isSameAs(failure);
        assertThat(attempts).hasValue(1);
    }

    private StartRetry retry() {
        return new StartRetry(
                LIMIT,
                () -> nanos,
                pause -> nanos += pause.toNanos(),
                (seconds, limit, reason) -> lines.add("after " + seconds + " of " + limit + " s: " + reason));
    }

    /** Succeeds at the n-th attempt; each takes half a second. */
    private Supplier<String> attempt(int n, Refusal failure) {
        return () -> {
            nanos += Duration.ofMillis(500).toNanos();
            if (attempts.incrementAndGet() < n) {
                throw failure;
            }
            return "answer";
        };
    }

    private static Refusal noAnswer() {
        return KafkaFailure.refusal("describe the topic images", "b:1", new TimeoutException("no node"));
    }
}
