package io.elbowatch.stream.batch;

import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A model in Promela, which the model checker Spin explores completely. */
final class SpinModel {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Pattern ERROR = Pattern.compile("pan:\\d+: (.*?) \\(at depth");
    private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");

    private final Path model;
    private final Path folder; // of the checker and its output

    /**
     * What the checker found.
     *
     * @param error an assertion that does not hold, a state without a way on, or a run without an end
     * @param states that were visited
     */
    record Outcome(Optional<String> error, long states) {}

    SpinModel(Path model, Path folder) {
        this.model = model.toAbsolutePath();
        this.folder = folder;
    }

    /** Looks for assertions that do not hold, and for states other than the end without a way on. */
    Outcome safety(List<String> constants) {
        return check(constants, List.of("-O1", "-DSAFETY"), List.of());
    }

    /** The same where an error is expected soon: the compiler takes longer than the search. */
    Outcome mistake(List<String> constants) {
        return check(constants, List.of("-O0", "-DSAFETY"), List.of());
    }

    /** Looks for runs without an end. */
    Outcome endlessRuns(List<String> constants) {
        return check(constants, List.of("-O1", "-DNP"), List.of("-l"));
    }

    private Outcome check(List<String> constants, List<String> compile, List<String> search) {
        List<String> spin = new ArrayList<>(List.of(program("spin"), "-a"));
        constants.forEach(constant -> spin.add("-D" + constant));
        spin.add(model.toString());
        run("spin", spin);
        List<String> compiler = new ArrayList<>(List.of(program("cc", "gcc"), "-w", "-DCOLLAPSE"));
        compiler.addAll(compile);
        compiler.addAll(List.of("-o", "pan", "pan.c"));
        run("compiler", compiler);
        List<String> pan = new ArrayList<>(List.of(folder.resolve("pan").toString(), "-m200000", "-w24", "-n"));
        pan.addAll(search);
        return outcome(run("pan", pan));
    }

    private static Outcome outcome(String output) {
        assertThat(output).contains("Full statespace search").doesNotContain("max search depth too small");
        Matcher error = ERROR.matcher(output);
        Optional<String> found = error.find() ? Optional.of(error.group(1)) : Optional.empty();
        assertThat(found.isPresent() || output.contains("errors: 0")).as(output).isTrue();
        Matcher states = STATES.matcher(output);
        assertThat(states.find()).as(output).isTrue();
        return new Outcome(found, Long.parseLong(states.group(1)));
    }

    private String run(String name, List<String> command) {
        try (Program program = Program.start(folder.resolve(name + ".log"), folder, Map.of("LC_ALL", "C"), command)) {
            assertThat(program.awaitExit(TIMEOUT)).as(program.output()).isZero();
            return program.output();
        }
    }

    private static String program(String... names) {
        Optional<Path> found = Program.find(names);
        Need.SPIN.check(
                found.isPresent(),
                () -> "no " + names[0] + " on the path: install Debian's spin and gcc; formal/ is not checked");
        return found.orElseThrow().toString();
    }
}
