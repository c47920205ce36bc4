package io.elbowatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: it shows the help. */
@Command(
        name = "elbowatch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Finds anomalies in a stream of images in Kafka.",
            "A variational autoencoder scores every image. Images that are unlikely among normal images are reported, at a"
                    + " false-alarm rate that you choose.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch feed photos/ --topic images --rate 100",
            "      sends a folder of images to Kafka, 100 per second",
            "  elbowatch feed --help",
            "      explains a command and all of its options",
            "",
            "Flags override the environment (ELBOWATCH_*), which overrides a settings file (--config); see docs/settings.md.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused because of what was found, or done in part; standard error says why and what to do",
            "2:the command line or a setting is wrong; nothing was begun",
            "3:unexpected failure; standard error names the file of the stack trace",
        })
final class ElbowatchCommand implements Runnable {
    static final String VERBOSE = "--verbose";

    @Spec
    private CommandSpec spec;

    /** {@link LogLevels} reads it before picocli does. Declared here for the help and for the check of the options. */
    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Log debug events and the stack trace of every failure.")
    private boolean verbose;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
