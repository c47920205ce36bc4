package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FaultRunnerTest {
    private static final Fault KILL = new Fault(1, FaultKind.KILL, 0, 0, Duration.ZERO, Duration.ZERO);

    /** A soak that ends meanwhile has disturbed the stream all the same. */
    @Test
    void shouldCountAFaultThatIsNotRepairedYet() {
        CountDownLatch repaired = new CountDownLatch(1);
        try (FaultRunner faults = new FaultRunner(fault -> repaired.await(), any -> {}, any -> {}, any -> {})) {
            faults.begin(KILL);

            assertThat(faults.isFreeFor(KILL)).isFalse();
            assertThat(faults.begun()).isEqualTo(Map.of("kill", 1));
            repaired.countDown();
        }
    }
}
