package io.elbowatch.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs commands as a shell does. */
public final class Shell {
    private Shell() {}

    /** What a shell sees of a command that has ended. */
    public record Ended(int code, String out, String err) {

        /** Refused by a {@code Refusal} that says all this, without a stack trace. */
        public void assertRefused(String... facts) {
            assertThat(code).as(err).isEqualTo(ExitCodes.REFUSED);
            assertThat(err).contains("error: ", "  fix: ").contains(facts).doesNotContain("\tat ");
        }

        /** Refused as {@link #assertRefused}, because of a value of the caller's own. */
        public void assertMistake(String... facts) {
            assertThat(code).as(err).isEqualTo(ExitCodes.USAGE);
            assertThat(err).contains("error: ", "  fix: ").contains(facts).doesNotContain("\tat ");
        }

        public Ended assertDone() {
            assertThat(code).as(err).isEqualTo(ExitCodes.DONE);
            return this;
        }
    }

    public static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }
}
