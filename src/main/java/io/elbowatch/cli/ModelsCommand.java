package io.elbowatch.cli;

import io.elbowatch.core.shadow.ShadowText;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.control.InstanceStates;
import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.InstanceState.BundleState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which models every instance serves. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows every instance: its bundles, since which record of the settings topic, what it loads or refused and why,"
                    + " and its shadows.",
            "The instances must write their states: run --topics-instances instances.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch models --bootstrap-servers kafka:9092",
            "  elbowatch models --json | jq '.[] | {instance, settingsOffset, refused}'",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all instances have the same plan",
            "1:they do not, one refused a record, or there is none",
            "2:the command line or a setting is wrong"
        })
final class ModelsCommand extends SettingsCommand {
    @Option(names = "--json", description = "Print the states as JSON.")
    private boolean json;

    ModelsCommand() {
        super(SettingsFlags.none()
                .with(SettingsTable.TOPICS_INSTANCES)
                .with(SettingsTable.APPLICATION_ID)
                .with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    @Override
    public Integer call() {
        Settings given = settings(Map.of(SettingsTable.TOPICS_INSTANCES.key(), "instances"), Map.of());
        List<InstanceState> states = List.of();
        if (PlanCommand.hasStates(given)) {
            try (InstanceStates reader = InstanceStates.of(given.stream())) {
                states = reader.now();
            }
        }
        long now = System.currentTimeMillis();
        if (json) {
            print(InstanceJson.write(states));
        } else if (states.isEmpty()) {
            print("no instance of " + given.stream().applicationId() + " has written its state");
        } else {
            states.forEach(state -> show(state, now));
        }
        return agree(states, now) ? ExitCodes.DONE : ExitCodes.REFUSED;
    }

    private static boolean agree(List<InstanceState> states, long now) {
        List<InstanceState> here =
                states.stream().filter(state -> !state.isGone(now)).toList();
        return !here.isEmpty()
                && here.stream().map(InstanceState::settingsOffset).distinct().count() == 1
                && here.stream().allMatch(state -> state.refused().isEmpty());
    }

    private void show(InstanceState state, long now) {
        print(state.instance() + (state.isGone(now) ? "  gone: " : "  ")
                + "said " + Math.max(0, (now - state.atMillis()) / 1000) + " s ago, settings of "
                + since(state.settingsOffset()));
        for (BundleState bundle : state.bundles()) {
            print(String.format(
                    Locale.ROOT,
                    "  %-20s %s %s  %.12s  %s%s  %s",
                    bundle.bundle(),
                    bundle.name(),
                    bundle.version(),
                    bundle.sha256(),
                    bundle.provider(),
                    bundle.open() ? "" : " (closed, opens on demand)",
                    bundle.routes().isEmpty() ? "by header alone" : String.join(", ", bundle.routes())));
        }
        state.loading().ifPresent(offset -> print("  loading the record at offset " + offset));
        state.refused().ifPresent(refused -> {
            print("  refused the record at offset " + refused.offset() + ": " + refused.reason());
            refused.details().forEach(detail -> print("    " + detail));
        });
        state.shadows().forEach(tally -> ShadowText.of(tally).forEach(line -> print("  " + line)));
    }

    private static String since(OptionalLong offset) {
        return offset.isPresent() ? "offset " + offset.getAsLong() : "its start";
    }
}
