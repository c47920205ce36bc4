package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.SettingsJson;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Changes the false-alarm rate and the deciding score of running instances. */
@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Changes the false-alarm rate and the deciding score of running instances.",
            "It writes a record to the topic that the instances read (run --topics-settings). They apply it within a second,"
                    + " without a restart, and write its offset into every result from then on.",
            "A record holds both settings: one that is left out returns to the value that the instance was started with. The"
                    + " topic must exist; it is not created.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch set --alpha 0.01 --bootstrap-servers kafka:9092",
            "      one false alarm per 100 normal images from now on",
            "  elbowatch set --alpha 0.01 --decide local --bundle boards",
            "      refuses, before publishing, an alpha that this bundle cannot reach",
            "  elbowatch set --reset",
            "      returns to the settings that the instances were started with",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:published", "1:refused, nothing was published", "2:the command line or a setting is wrong"})
final class SetCommand extends SettingsCommand {
    // Not the settings of the same names: a file or a variable for 'run' must not change what is published here.
    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            description = "False-alarm rate: share of normal images, between 0 and 1.")
    private Optional<Double> alpha;

    @Option(
            names = "--decide",
            paramLabel = "SCORE",
            completionCandidates = Deciders.class,
            description = "Score that decides: ${COMPLETION-CANDIDATES}.")
    private Optional<String> decide;

    @Option(names = "--reset", description = "Return to the settings that every instance was started with.")
    private boolean reset;

    @Option(names = "--by", paramLabel = "NAME", description = "Who publishes, for those who read the record later.")
    private Optional<String> by;

    SetCommand() {
        super(SettingsFlags.none()
                .with("--topic", SettingsTable.TOPICS_SETTINGS)
                .with(SettingsTable.BUNDLE)
                .with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    @Override
    public Integer call() {
        VerdictSettings changed = changed();
        Settings given = settings(Map.of(SettingsTable.TOPICS_SETTINGS.key(), "settings"), Map.of());
        given.bundle().ifPresent(bundle -> checkReach(changed, given));
        long offset = new SettingsPublisher(given.stream()).publish(changed, by);
        print("published to " + given.stream().flow().topics().settings().orElseThrow() + " at offset " + offset + ": "
                + new String(SettingsJson.write(changed, by), UTF_8));
        print("in force where elbowatch_settings_offset is " + offset
                + "; if it stays lower, the instance's log says why it refused");
        return ExitCodes.DONE;
    }

    private VerdictSettings changed() {
        boolean anything = alpha.isPresent() || decide.isPresent();
        if (reset == anything) {
            throw usage("give --alpha, --decide or both, or --reset alone");
        }
        try {
            return new VerdictSettings(
                    alpha.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                    decide.map(text -> Labelled.of(Decider.class, text)));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    /** A setting that is left out counts as the bundle's default: the settings of the instances are not known here. */
    private static void checkReach(VerdictSettings changed, Settings given) {
        Bundle bundle = Bundle.load(given.requireBundle());
        bundle.judge(
                changed.decider().orElse(Decider.DEFAULT),
                changed.alpha().orElse(bundle.defaultAlpha()),
                given.extrapolateTail());
    }

    /** The labels of all deciders, for the help. */
    private static final class Deciders implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Labelled.labels(Decider.class).iterator();
        }
    }
}
