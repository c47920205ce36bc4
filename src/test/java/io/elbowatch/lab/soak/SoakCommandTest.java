package io.elbowatch.lab.soak;

import io.elbowatch.cli.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoakCommandTest {

    @ParameterizedTest
    @CsvSource({
        "--images, 0, images must lie between 1",
        "--faults, -1, faults must lie between 0",
        "--fault-every, 0s, must be positive",
        "--duration, 0s, must be positive",
        "--group-protocol, new, no group protocol",
        "--guarantee, never, 'none of exactly_once_v2, at_least_once'",
        "--cluster, elsewhere, 'none of embedded, processes, loopback'",
        "--only, earthquake, 'none of kill, terminate, close'",
        "--rate, 0, images a second must lie between 0",
        "--overlap, auto, 'none of on, off, mixed'",
    })
    void shouldRefuseWhatCannotBeBeforeItStartsAnything(String flag, String value, String fact) {
        Shell.run("soak", flag + "=" + value).assertMistake(fact);
    }

    @Test
    void shouldRefuseABundleThatIsNotThere() {
        Shell.run("soak", "--bundle=nowhere").assertRefused("there is no bundle nowhere");
    }
}
