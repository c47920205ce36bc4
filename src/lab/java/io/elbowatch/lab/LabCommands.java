package io.elbowatch.lab;

import io.elbowatch.cli.CommandPlugin;
import io.elbowatch.cli.LogLevels;
import io.elbowatch.lab.bench.BenchCommand;
import io.elbowatch.lab.bench.BenchLatencyCommand;
import io.elbowatch.lab.bench.BenchModelsCommand;
import io.elbowatch.lab.bench.BenchProviderCommand;
import io.elbowatch.lab.bench.BenchScalingCommand;
import io.elbowatch.lab.demo.BoardsCommand;
import io.elbowatch.lab.demo.DemoCommand;
import io.elbowatch.lab.demo.StartCommand;
import io.elbowatch.lab.soak.SoakCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The commands of the lab: the demo, its generated boards, the benchmarks and the soak. */
public final class LabCommands implements CommandPlugin {
    private static final Map<String, LogLevels> LOG_LEVELS = Map.of(
            // The embedded broker logs errors that its clients recover from: when two batches are in flight to a
            // partition that is new to a transaction, it logs the second as an error, and the producer sends it
            // again. The demo's screen is its output; a failure that matters ends the stream, and the demo reports
            // it.
            DemoCommand.NAME, new LogLevels("WARN", "OFF"),
            StartCommand.NAME, new LogLevels("WARN", "OFF"),
            // As above. A lost batch fails the benchmark, which reports it.
            BenchCommand.NAME, new LogLevels("WARN", "OFF"),
            // Brokers that are stopped on purpose log many errors. A failure that matters ends the soak.
            SoakCommand.NAME, new LogLevels("WARN", "OFF"));

    @Override
    public List<CommandLine> commands() {
        return List.of(
                new CommandLine(new DemoCommand()),
                new CommandLine(new StartCommand()),
                new CommandLine(new BoardsCommand()),
                new CommandLine(new BenchCommand())
                        .addSubcommand(new BenchLatencyCommand())
                        .addSubcommand(new BenchScalingCommand())
                        .addSubcommand(new BenchModelsCommand())
                        .addSubcommand(new BenchProviderCommand()),
                new CommandLine(new SoakCommand()));
    }

    @Override
    public Optional<LogLevels> logLevels(String command) {
        return Optional.ofNullable(LOG_LEVELS.get(command));
    }
}
