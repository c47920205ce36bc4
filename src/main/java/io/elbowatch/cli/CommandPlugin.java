package io.elbowatch.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Commands that another jar adds to the command line; found by {@link java.util.ServiceLoader}. An implementation has a public
 * constructor without parameters and logs nothing in it: the log levels are chosen after it.
 */
public interface CommandPlugin {

    /** The commands, each with its own subcommands. A new list at every call. */
    List<CommandLine> commands();

    /** The log levels while this command runs; empty for the defaults. Asked before anything is logged. */
    Optional<LogLevels> logLevels(String command);
}
