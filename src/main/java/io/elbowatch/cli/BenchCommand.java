package io.elbowatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks; by itself it runs none. */
@Command(
        name = BenchCommand.NAME,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures what the stream does on this machine, with a Kafka broker in the same process.")
final class BenchCommand implements Runnable {
    static final String NAME = "bench";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a benchmark is missing: latency or scaling");
    }
}
