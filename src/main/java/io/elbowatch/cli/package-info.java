/**
 * The command line. {@link io.elbowatch.cli.Main} holds the list of commands; {@link io.elbowatch.cli.Failures} is the
 * one place where an exception becomes output and an exit code. Commands are thin: they read their flags and call what
 * does the work. Results go to standard output, everything else to standard error.
 */
package io.elbowatch.cli;
