package io.elbowatch.cli;

import io.elbowatch.settings.SettingsTable;
import io.elbowatch.web.HealthClient;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running instance how it is, for health checks where there is no other client of HTTP. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks the instance that runs on this machine, or in this container, whether it scores images.",
            "It is found by the same settings that it was started with; its answer goes to standard output.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch health",
            "      0 while images are being scored, 1 while partitions are being assigned or nothing answers",
            "  elbowatch health --live --http-port 9465",
            "      1 only when a restart would help",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:yes", "1:no, or no answer", "2:the command line is wrong"})
final class HealthCommand implements Callable<Integer> {
    private static final Map<String, String> NOTHING_IS_BOUND = Map.of(SettingsTable.HTTP_INSECURE.key(), "true");

    private final SettingsFlags settings =
            SettingsFlags.none().with(SettingsTable.HTTP_HOST).with(SettingsTable.HTTP_PORT);

    private CommandSpec spec;

    @Option(names = "--live", description = "Ask whether it is alive, instead of whether it scores images.")
    private boolean live;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        HealthClient client =
                new HealthClient(settings.load(Map.of(), NOTHING_IS_BOUND).http());
        HealthClient.Answer answer = live ? client.live() : client.ready();
        spec.commandLine().getOut().println(answer.body());
        spec.commandLine().getOut().flush();
        return answer.up() ? ExitCodes.DONE : ExitCodes.REFUSED;
    }
}
