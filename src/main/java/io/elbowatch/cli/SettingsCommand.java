package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.settings.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command with flags for settings: it declares them, loads the settings and prints. */
abstract class SettingsCommand implements Callable<Integer> {
    private final SettingsFlags flags;
    private CommandSpec spec;

    SettingsCommand(SettingsFlags flags) {
        this.flags = flags;
    }

    @Spec
    final void declareFlags(CommandSpec command) {
        spec = command;
        flags.addTo(command);
    }

    /** @throws io.elbowatch.core.Refusal naming every problem of the settings */
    final Settings settings() {
        return flags.load();
    }

    /** The same with values that the command itself knows; see {@link SettingsFlags#load(Map, Map)}. */
    final Settings settings(Map<String, String> ofCommand, Map<String, String> fixed) {
        return flags.load(ofCommand, fixed);
    }

    /** Standard output, for results. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error, for everything else. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final void print(String line) {
        out().println(Printable.lines(line));
        out().flush();
    }

    /** To be thrown when the command line is wrong. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
