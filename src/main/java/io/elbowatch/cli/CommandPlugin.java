package io.elbowatch.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Commands that another jar adds to the command line; found by {@link java.util.ServiceLoader}. An implementation has a
 * public constructor without parameters. The constructor must not log: it runs before the log levels are set.
 */
public interface CommandPlugin {

    /** The commands with their subcommands: new objects at every call. */
    List<CommandLine> commands();

    /** The log levels of a command; empty for the defaults. Called before anything is logged. */
    Optional<LogLevels> logLevels(String command);
}
