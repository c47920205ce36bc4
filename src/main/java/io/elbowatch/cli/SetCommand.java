package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.SettingsJson;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Changes the false-alarm rate and the deciding score of running instances. */
@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Changes the false-alarm rate and the deciding score of running instances, by a record in the topic that they follow"
                    + " (run --topics-settings). They take it within a second, without a restart, and stamp its offset on"
                    + " every result from then on.",
            "A record holds all settings: what is left out goes back to what each instance was started with. The topic must"
                    + " exist; nothing is created.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch set --alpha 0.01 --bootstrap-servers kafka:9092",
            "      one false alarm in a hundred normal images from now on",
            "  elbowatch set --alpha 0.01 --decide local --bundle boards",
            "      refuses what the calibration of this bundle cannot reach, before it is published",
            "  elbowatch set --reset",
            "      back to what the instances were started with",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:published", "1:refused, nothing was published", "2:the command line is wrong"})
final class SetCommand implements Callable<Integer> {
    private final SettingsFlags settings = SettingsFlags.none()
            .with("--topic", SettingsTable.TOPICS_SETTINGS)
            .with(SettingsTable.BUNDLE)
            .with(SettingsTable.BOOTSTRAP_SERVERS);

    private CommandSpec spec;

    /** Not the settings of these names: a file or a variable that 'run' reads must not change what is published here. */
    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            description = "False-alarm rate, a share of normal images between 0 and 1.")
    private Optional<Double> alpha;

    @Option(
            names = "--decide",
            paramLabel = "SCORE",
            completionCandidates = Deciders.class,
            description = "Which score decides: ${COMPLETION-CANDIDATES}.")
    private Optional<String> decide;

    @Option(names = "--reset", description = "Back to what every instance was started with.")
    private boolean reset;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        VerdictSettings wanted = wanted();
        Settings given = settings.load(Map.of(SettingsTable.TOPICS_SETTINGS.key(), "settings"), Map.of());
        given.bundle().ifPresent(bundle -> checkReach(wanted, given));
        long offset = new SettingsPublisher(given.stream()).publish(wanted);
        var out = spec.commandLine().getOut();
        out.println("published to " + given.stream().flow().topics().settings().orElseThrow() + " at offset " + offset
                + ": " + new String(SettingsJson.write(wanted), UTF_8));
        out.println("in force where elbowatch_settings_offset is " + offset
                + "; if it stays lower, the instance's log says why it refused");
        out.flush();
        return ExitCodes.DONE;
    }

    private VerdictSettings wanted() {
        boolean anything = alpha.isPresent() || decide.isPresent();
        if (reset == anything) {
            throw new ParameterException(spec.commandLine(), "give --alpha, --decide or both, or --reset alone");
        }
        try {
            return new VerdictSettings(
                    alpha.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                    decide.map(text -> Labelled.of(Decider.class, text)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What is left out is taken from the bundle and the default: what the instances were started with is not known. */
    private static void checkReach(VerdictSettings wanted, Settings given) {
        Bundle bundle = Bundle.load(new BundleName(System.getenv()).require(given.bundle()));
        bundle.judge(wanted.decider().orElse(Decider.DEFAULT), wanted.alpha().orElse(bundle.defaultAlpha()));
    }

    /** The labels of all deciders, for the help. */
    private static final class Deciders implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Labelled.labels(Decider.class).iterator();
        }
    }
}
