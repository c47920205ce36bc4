/**
 * The command line. {@link io.elbowatch.cli.Main} lists the commands. {@link io.elbowatch.cli.Failures} turns every
 * exception into output and an exit code. Commands are thin: they parse their options, call the code that does the work
 * and print. Results go to standard output, everything else to standard error.
 */
package io.elbowatch.cli;
