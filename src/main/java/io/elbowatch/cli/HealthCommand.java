package io.elbowatch.cli;

import io.elbowatch.settings.SettingsTable;
import io.elbowatch.web.HealthClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running instance for its health, where there is no other HTTP client: in a container, for example. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks the instance on this machine or in this container whether it scores images.",
            "Give it the settings that the instance was started with. The answer goes to standard output.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch health",
            "      0 while images are scored; 1 during a rebalance or without an answer",
            "  elbowatch health --live --http-port 9465",
            "      1 only if a restart helps",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:yes", "1:no, or no answer", "2:the command line or a setting is wrong"})
final class HealthCommand extends SettingsCommand {
    /** The command binds no address, so the check of an open address does not apply. */
    private static final Map<String, String> BINDS_NOTHING = Map.of(SettingsTable.HTTP_INSECURE.key(), "true");

    @Option(names = "--live", description = "Ask whether the instance is alive, not whether it scores images.")
    private boolean live;

    HealthCommand() {
        super(SettingsFlags.none().with(SettingsTable.HTTP_HOST).with(SettingsTable.HTTP_PORT));
    }

    @Override
    public Integer call() {
        HealthClient client = new HealthClient(settings(Map.of(), BINDS_NOTHING).http());
        HealthClient.Answer answer = live ? client.live() : client.ready();
        print(answer.body());
        return answer.up() ? ExitCodes.DONE : ExitCodes.REFUSED;
    }
}
