package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A batch is one image; two batches and a commit interval of 100 ms must fit into a second. */
class BatchTimesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong stallMillis = new AtomicLong();
    private final BatchTimes times = new BatchTimes(
            new TestStream("times", "localhost:1")
                    .in(new BatchLimits(1, 1 << 20, Duration.ofMillis(10)))
                    .kafka("transaction.timeout.ms", 1_000)
                    .settings(),
            nanos::get);

    private FakeModel taking(long millis) {
        return new FakeModel(image -> {
            nanos.addAndGet(Duration.ofMillis(millis + stallMillis.get()).toNanos());
            return FakeModel.meanPixel(image);
        });
    }

    private static ServedModel served(FakeModel model) {
        return Flows.named("m", model, Calibrations.judge(999, 0.01));
    }

    @Test
    void shouldRefuseModelsThatTogetherOutlastATransaction() {
        ServedModel one = served(taking(300));
        ServedModel other = served(taking(301));
        times.check(List.of(one));
        times.check(List.of(other));

        assertThatThrownBy(() -> times.check(List.of(one, other)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a transaction may last 1000 ms")
                .hasMessageContaining("601 ms a batch");
    }

    /** Their images share the runs of the model. */
    @Test
    void shouldCountAModelOnceThatHasSeveralNames() {
        FakeModel model = taking(300);
        times.check(List.of(served(model), served(model), served(model)));

        assertThat(model.batches()).hasSize(2);
    }

    @Test
    void shouldMeasureAModelOnce() {
        FakeModel model = taking(10);
        ServedModel one = served(model);
        times.check(List.of(one));
        times.check(List.of(one));

        assertThat(model.batches()).containsExactly(1, 1);
    }

    @Test
    void shouldMeasureAgainWhereTheMachineWasBusy() {
        ServedModel one = served(taking(300));
        FakeModel other = taking(10);
        times.check(List.of(one));
        stallMillis.set(9_000);
        assertThatThrownBy(() -> times.check(List.of(served(other)))).isInstanceOf(Refusal.class);
        stallMillis.set(0);

        times.check(List.of(one, served(other)));
        assertThat(other.batches()).hasSize(6);
    }
}
