package io.elbowatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code routes}, {@code promote}, {@code rollback} and {@code models} say before they connect. */
class PlanCommandsTest {
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    private Path folder;

    private Path routes;

    @BeforeEach
    void write() throws IOException {
        routes = folder.resolve("routes.yaml");
        Files.writeString(
                routes,
                "routes:\n  - {key: camera-7, bundle: camera-7, shadow: boards}\n  - {keyGlob: line-2/*, bundle: boards}\n"
                        + "bundles:\n  camera-7: {at: camera-7-2}\n  boards: {at: boards}\n");
    }

    @Test
    void shouldTeachWithExamplesAndExitCodes() {
        for (String command : new String[] {"routes", "promote", "rollback", "models"}) {
            assertThat(Shell.run(command, "--help").assertDone().out())
                    .contains("Examples:", "Exit codes:", "--bootstrap-servers=");
        }
    }

    @Test
    void shouldSayWhichBundleAKeyGetsAndWhy() {
        Shell.Ended checked = Shell.run("routes", "--check", routes.toString(), "camera-7", "line-2/left")
                .assertDone();

        assertThat(checked.out().lines())
                .containsExactly(
                        "2 routes, 2 bundles: valid",
                        "camera-7  camera-7 (shadow boards)  route 1 fits first: key 'camera-7'",
                        "line-2/left  boards  route 2 fits first: keyGlob 'line-2/*'");
        Shell.Ended none = Shell.run("routes", "--check", routes.toString(), "camera-7", "camera-8");
        assertThat(none.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(none.out()).contains("camera-8  rejected with reason no_model: no route fits");
        Shell.Ended header = Shell.run("routes", "--check", routes.toString(), "camera-7", "--header", "other");
        assertThat(header.out()).contains("no_model: the header names no bundle of the plan");
    }

    @Test
    void shouldRefuseAFileThatIsNotThereOrWrong() throws IOException {
        Path gone = folder.resolve("gone.yaml");
        Shell.run("routes", "--check", gone.toString())
                .assertMistake("cannot read the routes in " + gone + ": there is no such file");
        Shell.run("routes", "--publish", gone.toString(), "--bootstrap-servers", NOWHERE)
                .assertMistake("there is no such file");
        Files.writeString(routes, "routes: [{keyRegex: 'cam-[0', bundle: x}]\nbundles: {a: {}}\n");
        Shell.run("routes", "--check", routes.toString())
                .assertMistake(
                        "keyRegex 'cam-[0' is no expression of RE2",
                        "bundle 'a': at must be a text; route 1: there is no bundle 'x'");
    }

    @Test
    void shouldRefuseACommandLineThatContradictsItself() {
        assertUsage("routes", "--check or --publish, not both", "--check", "x", "--publish", "y");
        assertUsage("routes", "keys and --header belong to --check", "camera-7");
        assertUsage("routes", "keys and --header belong to --check", "--header", "x");
        assertUsage("promote", "NAME");
        assertUsage("rollback", "NAME");
        assertUsage("models", "--nothing", "--nothing");
        assertUsage("promote", "--wait-timeout", "camera-7", "--wait-timeout", "soon");
    }

    @Test
    void shouldSayThatNoClusterAnswers() {
        for (String[] command : new String[][] {
            {"routes"}, {"promote", "camera-7", "--bundle", "x"}, {"rollback", "camera-7"}, {"models"}
        }) {
            String[] all = new String[command.length + 2];
            System.arraycopy(command, 0, all, 0, command.length);
            all[command.length] = "--bootstrap-servers";
            all[command.length + 1] = NOWHERE;
            Shell.run(all).assertRefused(NOWHERE);
        }
    }

    private static void assertUsage(String command, String fact, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Shell.Ended ended = Shell.run(all);
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("error: ", fact, "'elbowatch " + command + " --help'");
    }
}
