package io.elbowatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a sub-command; by itself it does nothing but teach. */
@Command(
        name = "elbowatch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Watches a stream of images in Kafka for anomalies.",
            "A variational autoencoder scores every image; those that are too unlikely among normal images are reported, at a"
                    + " false-alarm rate that you choose.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch feed photos/ --topic images --rate 100",
            "      sends a folder of images into Kafka, 100 a second",
            "  elbowatch feed --help",
            "      shows what a command does and all of its options",
            "",
            "Settings come from flags, then the environment (ELBOWATCH_*), then a file (--config); see docs/settings.md.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, or not all could be done; standard error says why and what to do",
            "2:the command line is wrong",
            "3:unexpected failure; standard error says where its stack trace is",
        })
final class ElbowatchCommand implements Runnable {
    static final String VERBOSE = "--verbose";

    @Spec
    private CommandSpec spec;

    /** Read by {@link Main} before picocli parses; declared for the help and the check. */
    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Log debug events, and the stack trace of every failure.")
    private boolean verbose;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
