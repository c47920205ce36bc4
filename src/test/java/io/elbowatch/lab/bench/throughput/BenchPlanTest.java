package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import io.elbowatch.lab.rig.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchPlanTest {
    @Test
    void shouldMeasureTheFlowOnceWhereOneIsAskedFor() {
        assertThat(plan(1, Overlaps.ON).variants())
                .contains(Variant.ELBOWATCH_OVERLAP)
                .doesNotContain(Variant.ELBOWATCH);
        assertThat(plan(1, Overlaps.OFF).variants())
                .contains(Variant.ELBOWATCH)
                .doesNotContain(Variant.ELBOWATCH_OVERLAP);
    }

    @Test
    void shouldRefuseNoRounds() {
        assertThatThrownBy(() -> plan(0, Overlaps.BOTH))
                .isInstanceOf(Refusal.class)
                .hasMessage("rounds are 1 to 1000, not 0");
    }

    private static BenchPlan plan(int rounds, Overlaps overlaps) {
        return new BenchPlan(
                List.of(Path.of("boards")),
                List.of(InputFormat.RAW),
                List.of(1),
                overlaps,
                rounds,
                1,
                2,
                OptionalInt.empty(),
                8,
                Optional.empty(),
                OptionalInt.empty(),
                DataFolder.of(Map.of()));
    }
}
