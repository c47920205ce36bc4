package io.elbowatch.stream.batch;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommitTicksTest {
    private static final Duration EVERY = Duration.ofMillis(100);

    private final List<Object> phases = new ArrayList<>();
    private final ProcessorContext<?, ?> context = (ProcessorContext<?, ?>) Proxy.newProxyInstance(
            CommitTicksTest.class.getClassLoader(),
            new Class<?>[] {ProcessorContext.class},
            (proxy, method, arguments) -> {
                assertThat(arguments[1]).isEqualTo(EVERY);
                phases.add(arguments[0]);
                return null;
            });

    /** Otherwise some tasks would flush after the commit that another one asked for. */
    @Test
    void shouldTickAtTheSameTimeForAllTasksOfAThread() {
        CommitTicks ticks = new CommitTicks(EVERY);
        ticks.schedule(context, () -> {});
        ticks.schedule(context, () -> {});

        assertThat(phases).hasSize(2).containsOnly(phases.get(0));
        assertThat((Instant) phases.get(0)).isBetween(Instant.EPOCH, Instant.EPOCH.plus(EVERY));
    }

    @Test
    void shouldScheduleNothingWithoutTicks() {
        CommitTicks.NONE.schedule(context, () -> {});

        assertThat(phases).isEmpty();
    }

    @Test
    void shouldRefuseANegativeInterval() {
        assertThatThrownBy(() -> new CommitTicks(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S");
    }
}
