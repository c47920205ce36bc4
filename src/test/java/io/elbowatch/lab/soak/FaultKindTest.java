package io.elbowatch.lab.soak;

import io.elbowatch.lab.process.Ability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FaultKindTest {

    @Test
    void shouldNeedNothingOfTheMachineWithBrokersInThisProcess() {
        assertThat(FaultKind.of(true, true)).allMatch(kind -> kind.needs().isEmpty());
    }

    @Test
    void shouldLeaveOutWhatTheMachineCannotDo() {
        List<FaultKind> all = FaultKind.ofProcesses(true, true, Set.of());
        List<FaultKind> few = FaultKind.ofProcesses(
                true, true, EnumSet.of(Ability.CUTS, Ability.LOSS, Ability.DELAY, Ability.SMALL_DISK, Ability.CLOCK));

        assertThat(all)
                .contains(
                        FaultKind.BROKER_CUT_OFF,
                        FaultKind.DISK_FULL,
                        FaultKind.CLOCK_JUMPS_OF_SCORER,
                        FaultKind.KILL_ALL_BROKERS);
        assertThat(few)
                .contains(FaultKind.KILL_ALL_BROKERS)
                .doesNotContain(FaultKind.BROKER_CUT_OFF, FaultKind.DISK_FULL, FaultKind.CLOCK_JUMPS_OF_SCORER);
        assertThat(all).containsAll(few);
    }
}
