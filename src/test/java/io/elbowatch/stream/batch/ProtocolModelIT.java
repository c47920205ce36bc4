package io.elbowatch.stream.batch;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The protocol by which batches leave, in every order of steps within bounds: formal/batch.pml, which docs/protocol.md
 * explains. Each known mistake must be found, so that the model could find others.
 */
class ProtocolModelIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"N=2 SETTINGS=1", "N=1 FAULTS=2 SETTINGS=1", "N=1 SETTINGS=1 OVERLAP", "N=2 SETTINGS=0 ALO"})
    void shouldLetEveryImageOutOnceInEveryRun(String constants) {
        SpinModel.Outcome outcome = model().safety(split(constants));
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.states()).isGreaterThan(10_000);
    }

    /** With the states without a way on, which are errors above: every image is out at last. */
    @Test
    void shouldEndEveryRun() {
        assertThat(model().endlessRuns(List.of("N=1", "SETTINGS=1")).error()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FIELD, out[nth]==committed[nth]",
        "CLOSE, out[nth]==committed[nth]",
        "ALO NEIGHBOURS, outSet[",
        "RETRY, out[",
        "KEEP, number==out[task]",
        "NO_CATCH_UP FAULTS=0, version>=outVersion[task]",
        "ALONE FAULTS=0, version>=outVersion[task]",
        "UNSTABLE MOVES=0, out[",
        "NO_FENCE MOVES=0, out["
    })
    void shouldFindTheMistake(String constants, String violated) {
        assertThat(model().mistake(split(constants + " N=2 SETTINGS=1")).error())
                .get()
                .asString()
                .contains(violated);
    }

    private SpinModel model() {
        return new SpinModel(Path.of("formal", "batch.pml"), folder);
    }

    private static List<String> split(String constants) {
        return List.of(constants.split(" "));
    }
}
