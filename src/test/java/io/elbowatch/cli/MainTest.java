package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldShowExamplesAndExitCodesInTheHelp() {
        int code = execute(() -> 0, "--help");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("Examples:", "Exit codes:", "docs/settings.md");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintARefusalWithItsRemedyAndWithoutStackTrace() {
        int code = execute(
                () -> {
                    throw new Refusal("there is no bundle x", "name another one");
                },
                "probe");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("error: there is no bundle x", "  fix: name another one");
    }

    @Test
    void shouldKeepTheStackTraceOfAnUnexpectedFailure() throws IOException {
        int code = execute(
                () -> {
                    throw new IllegalStateException("broken");
                },
                "probe");

        assertThat(code).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(2).first().asString().contains("IllegalStateException: broken");
        Path trace = Path.of(err.toString().strip().replaceFirst("(?s).* in ", ""));
        assertThat(trace).content().contains("at io.elbowatch.cli.MainTest");
        Files.delete(trace);
    }

    @Test
    void shouldSuggestTheOptionThatWasMeant() {
        int code = execute(() -> 0, "probe", "--batch-lingr=1s");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean --batch-linger", "'elbowatch probe --help'");
    }

    @Test
    void shouldSuggestTheOptionThatAWordIsPartOf() {
        assertThat(execute(() -> 0, "probe", "--port=1")).isEqualTo(2);

        assertThat(err.toString()).contains("did you mean --http-port?");
    }

    @Test
    void shouldSuggestNothingWhereNothingIsNear() {
        assertThat(execute(() -> 0, "probe", "--sat", "--xyz")).isEqualTo(2);

        assertThat(err.toString()).contains("did you mean --set?");
        err.getBuffer().setLength(0);
        assertThat(execute(() -> 0, "probe", "--xyz")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown option --xyz").doesNotContain("did you mean");
    }

    @Test
    void shouldNotRepeatTheValueOfAnOptionThatComesWhereAValueShouldBe() {
        assertThat(execute(() -> 0, "run", "--http-user", "--http-password=hunter2=\nhunter2"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--http-user", "--http-password").doesNotContain("hunter2");
        assertThat(execute(() -> 0, "run", "--htp-password=\nhunter2")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown option --htp-password").doesNotContain("hunter2");
    }

    @Test
    void shouldOfferHelpAndVersionAsCommands() {
        assertThat(execute(() -> 0, "help", "feed")).isZero();
        assertThat(out.toString()).contains("elbowatch feed");
        out.getBuffer().setLength(0);

        assertThat(execute(() -> 0, "help")).isZero();
        assertThat(out.toString()).contains("Examples:", "calibrate");
        out.getBuffer().setLength(0);

        assertThat(execute(() -> 0, "version")).isZero();
        String version = out.toString();
        out.getBuffer().setLength(0);
        assertThat(execute(() -> 0, "--version")).isZero();
        assertThat(version).startsWith("elbowatch ").isEqualTo(out.toString());
    }

    @Test
    void shouldNoticeATakenPortBeforeItLoadsAModel() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Shell.run("run", "--bundle", "none", "--http-port", port)
                    .assertRefused("cannot serve HTTP on 127.0.0.1 port " + port, "http.port");
        }
    }

    @Test
    void shouldSayErrorOnce() {
        assertThat(Shell.run("feed").err()).startsWith("error: ").doesNotContain("error: Error");
    }

    @Test
    void shouldEscapeWhatARefusalQuotes() {
        execute(
                () -> {
                    throw new Refusal("there is no bundle x\u001B[2J", "name another one");
                },
                "probe");

        assertThat(err.toString()).contains("x\\u001b[2J").doesNotContain("\u001B");
    }

    @Test
    void shouldFindTheCommandsOfPlugins() {
        assertThat(Main.commandLine().getSubcommands())
                .containsKeys("run", "feed", "set", "health", "check", "calibrate", "score")
                .containsKeys("demo", "start", "boards", "bench", "soak");
        assertThat(Main.commandLine().getSubcommands().get("bench").getSubcommands())
                .containsKeys("latency", "scaling");
    }

    @Test
    void shouldHandleFailuresOfPluginCommandsLikeItsOwn() {
        assertThat(Shell.run("demo", "--duration", "5").err())
                .contains("error: ", "'5' is no duration", "'elbowatch demo --help' shows all options");
    }

    @Test
    void shouldAskForACommand() {
        assertThat(execute(() -> 0)).isEqualTo(2);
        assertThat(err.toString()).contains("a command is missing");
    }

    @Test
    void shouldShowEverySettingInTheHelpOfACommandWithAllSettings() {
        execute(() -> 0, "probe", "--help");

        assertThat(out.toString())
                .contains(
                        "--batch-linger=DURATION",
                        "(at least 1ms; default: 50ms)",
                        "--bootstrap-servers",
                        "--set=KEY=VALUE",
                        "--config")
                .containsSubsequence("--verbose", "Settings, also from the environment or a file", "--bundle=PATH");
    }

    @Test
    void shouldPassFlagsToTheSettings() {
        Probe probe = new Probe(() -> 0);

        int code = execute(
                probe,
                "probe",
                "--batch-linger",
                "20ms",
                "--topics-create",
                "--bootstrap-servers=a:1,b:2",
                "--set=kafka.security.protocol=SSL",
                "--set",
                "threads = 2",
                "--verbose");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(probe.summary)
                .contains("batch.linger=20ms", "topics.create=true", "threads=2")
                .contains("kafka.bootstrap.servers=a:1,b:2", "kafka.security.protocol=SSL");
    }

    @Test
    void shouldNotLetAFlagChangeWhatTheCommandFixes() {
        Probe probe = new Probe(() -> 0);
        probe.fixed = Map.of("kafka.bootstrap.servers", "embedded:1");

        assertThat(execute(probe, "probe", "--bootstrap-servers=a:1")).isEqualTo(2);
        assertThat(err.toString()).contains("given twice: by --bootstrap-servers and by 'probe' itself");
    }

    @Test
    void shouldRefuseASettingThatIsGivenTwice() {
        assertThat(execute(() -> 0, "probe", "--threads=1", "--set=threads=2")).isEqualTo(2);
        assertThat(err.toString()).contains("threads is given twice: by --threads and by --set");
    }

    @Test
    void shouldRefuseAFlagThatIsGivenTwice() {
        assertThat(execute(() -> 0, "probe", "--threads=1", "--threads=2")).isEqualTo(2);
        assertThat(err.toString()).contains("--threads");
    }

    @Test
    void shouldNotRepeatASetWithoutItsKey() {
        assertThat(execute(() -> 0, "probe", "--set=hunter2")).isEqualTo(2);
        assertThat(err.toString()).contains("KEY=VALUE").doesNotContain("hunter2");
    }

    private int execute(Callable<Integer> work, String... args) {
        return execute(new Probe(work), args);
    }

    private int execute(Probe probe, String... args) {
        CommandLine line = Main.commandLine();
        line.addSubcommand(Main.withHandlers(new CommandLine(probe)));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @Command(name = "probe", mixinStandardHelpOptions = true)
    private static final class Probe implements Callable<Integer> {
        private final SettingsFlags settings = SettingsFlags.all();
        private final Callable<Integer> work;
        private Map<String, String> fixed = Map.of();
        private String summary;

        Probe(Callable<Integer> work) {
            this.work = work;
        }

        @Spec
        void offerSettings(CommandSpec spec) {
            settings.addTo(spec);
        }

        @Override
        public Integer call() throws Exception {
            summary = settings.load(Map.of(), fixed).summary();
            return work.call();
        }
    }
}
