package io.elbowatch.stream.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LossFreeBufferTest {
    private static final BatchLimits LIMITS = new BatchLimits(4, 1_000, Duration.ofMillis(50));

    private final List<Integer> forwarded = new ArrayList<>();
    private int runs;
    private RuntimeException workFails;
    private Integer forwardFailsAt;

    private final LossFreeBuffer<Integer, Integer> buffer = new LossFreeBuffer<>(LIMITS, this::work, this::forward);

    @Test
    void shouldBeDueByCount() {
        add(1, 2, 3);
        assertThat(buffer.due(0)).isEmpty();
        add(4);
        assertThat(buffer.due(0)).contains(FlushReason.COUNT);
    }

    @Test
    void shouldBeDueByBytes() {
        buffer.add(1, 999, 0);
        assertThat(buffer.due(0)).isEmpty();
        buffer.add(2, 1, 0);
        assertThat(buffer.due(0)).contains(FlushReason.BYTES);
    }

    @Test
    void shouldBeDueWhenTheOldestHasLingered() {
        buffer.add(1, 1, 100);
        buffer.add(2, 1, 149);
        assertThat(buffer.due(149)).isEmpty();
        assertThat(buffer.due(150)).contains(FlushReason.LINGER);
    }

    @Test
    void shouldBeDueWhenTheClockWasSetBack() {
        buffer.add(1, 1, 1_000);
        assertThat(buffer.due(10)).contains(FlushReason.LINGER);
    }

    @Test
    void shouldNeverBeDueEmpty() {
        assertThat(buffer.due(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldCountBytesAnewAfterAFlush() {
        buffer.add(1, 999, 0);
        buffer.flush();
        buffer.add(2, 999, 0);
        assertThat(buffer.due(0)).isEmpty();
    }

    @Test
    void shouldFailFastOnTheFlushAfterAFailedRun() {
        workFails = new IllegalStateException("model");
        add(1, 2);
        assertThatThrownBy(buffer::flush).isSameAs(workFails);
        assertThatThrownBy(buffer::flush).isSameAs(workFails);
        assertThat(runs).isEqualTo(1);
        assertThat(forwarded).isEmpty();
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void shouldFailFastOnTheFlushAfterAFailedForward() {
        forwardFailsAt = 20;
        add(1, 2, 3);
        assertThatThrownBy(buffer::flush).hasMessage("sink");
        forwardFailsAt = null;
        assertThatThrownBy(buffer::flush).hasMessage("sink");
        assertThat(runs).isEqualTo(1);
        assertThat(forwarded).containsExactly(10);
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void shouldFailFastAfterAnErrorToo() {
        LossFreeBuffer<Integer, Integer> broken = new LossFreeBuffer<>(
                LIMITS,
                items -> {
                    runs++;
                    throw new NoClassDefFoundError("native library");
                },
                this::forward);
        broken.add(1, 1, 0);
        assertThatThrownBy(broken::flush).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(broken::flush).isInstanceOf(NoClassDefFoundError.class);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void shouldForgetItemsAndFailureWhenCleared() {
        workFails = new IllegalStateException("model");
        add(1);
        assertThatThrownBy(buffer::flush).isSameAs(workFails);
        buffer.clear();
        workFails = null;
        assertThat(buffer.isEmpty()).isTrue();
        add(2);
        buffer.flush();
        assertThat(forwarded).containsExactly(20);
    }

    @Test
    void shouldRefuseWorkThatLosesAnItem() {
        LossFreeBuffer<Integer, Integer> lossy = new LossFreeBuffer<>(LIMITS, items -> List.of(), this::forward);
        lossy.add(1, 1, 0);
        assertThatThrownBy(lossy::flush).hasMessageContaining("0 results of 1");
    }

    @Property
    void shouldKeepOrderAndCountHoweverItIsFlushed(@ForAll @Size(max = 50) List<@IntRange(max = 5) Integer> gaps) {
        forwarded.clear();
        int next = 0;
        for (int gap : gaps) {
            for (int i = 0; i < gap; i++) {
                buffer.add(next++, 1, 0);
            }
            buffer.flush();
        }
        assertThat(forwarded)
                .containsExactlyElementsOf(
                        IntStream.range(0, next).map(i -> i * 10).boxed().toList());
        assertThat(buffer.isEmpty()).isTrue();
    }

    private void add(int... items) {
        for (int item : items) {
            buffer.add(item, 1, 0);
        }
    }

    private List<Integer> work(List<Integer> items) {
        runs++;
        if (workFails != null) {
            throw workFails;
        }
        return items.stream().map(item -> item * 10).toList();
    }

    private void forward(Integer result) {
        if (result.equals(forwardFailsAt)) {
            throw new IllegalStateException("sink");
        }
        forwarded.add(result);
    }
}
