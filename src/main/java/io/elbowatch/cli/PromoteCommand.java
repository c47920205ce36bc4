package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.core.shadow.ShadowText;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.models.StoredModels;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanEdit;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.service.PlanModels;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.control.PublishedPlan;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces the model behind one name of the plan. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives a name of the plan of running instances another bundle.",
            "It reads the plan from the settings topic, opens the bundle here as an instance would (hash, golden images,"
                    + " alpha), prints how it compared as a shadow, asks, and publishes one record. The instances load it"
                    + " beside the stream; nothing changes where it cannot be used.",
            "Without --bundle it takes the shadow of the bundle's routes.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch promote camera-7 --bundle camera-7-2",
            "  elbowatch promote camera-7 --yes --wait",
            "      its shadow decides from now on; returns when all instances follow",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published, and with --wait in force on all instances",
            "1:refused, nothing was published; or with --wait not in force on all instances",
            "2:the command line or a setting is wrong"
        })
final class PromoteCommand extends PlanCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the bundle in the plan.")
    private String name;

    @Option(
            names = "--bundle",
            paramLabel = "PLACE",
            description = "The new bundle: a path below models.folder, or file:, https: or s3: as models.from allows.")
    private Optional<String> at;

    @Option(
            names = "--sha256",
            paramLabel = "HASH",
            description = "What the archive or folder must have (default: the hash of what is there now).")
    private Optional<String> sha256;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--unchecked",
            description = "Publish also if the bundle cannot be reached from here; every instance checks it.")
    private boolean unchecked;

    PromoteCommand() {
        super(SettingsFlags.none()
                .with(SettingsTable.MODELS_FOLDER)
                .with(SettingsTable.MODELS_FROM)
                .with(SettingsTable.PROVIDER));
    }

    @Override
    public Integer call() {
        Settings given = settings(TOPICS, Map.of());
        new SettingsPublisher(given.stream()).requireTopic();
        PublishedPlan now = PublishedPlan.read(given.stream());
        PlanSpec plan = requirePlan(inForce(given, now)).plan();
        BundleRef named = place(plan);
        changed(plan, named); // says that the name is wrong before anything is opened
        PlanSpec changed = changed(plan, checked(given, plan, named, now.verdict()));
        compare(given, plan, named.at());
        Confirmation.ask(yes, "promote " + named.at() + " to " + name + "?", out());
        return publish(given, Optional.of(plan), changed);
    }

    private BundleRef place(PlanSpec plan) {
        if (at.isPresent()) {
            return new BundleRef(at.get(), sha256, OptionalDouble.empty(), Optional.empty());
        }
        BundleRef shadow = PlanEdit.shadow(plan, name)
                .map(plan.bundles()::get)
                .orElseThrow(() -> usage("give --bundle: the routes of " + name + " have no shadow, or several"));
        return new BundleRef(shadow.at(), sha256.or(shadow::sha256), OptionalDouble.empty(), Optional.empty());
    }

    private PlanSpec changed(PlanSpec plan, BundleRef place) {
        try {
            return PlanEdit.promoted(plan, name, place);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "see the plan: elbowatch routes", e);
        }
    }

    /** The place with its hash, opened here as an instance would; as it was given where this machine cannot reach it. */
    private BundleRef checked(Settings given, PlanSpec plan, BundleRef place, VerdictSettings verdict) {
        BundleRef before = plan.bundles().getOrDefault(name, place);
        try (StoredModels models = PlanModels.of(given)) {
            BundleRef hashed = new BundleRef(
                    place.at(), Optional.of(models.sha256(place)), OptionalDouble.empty(), Optional.empty());
            ServedModel served = models.open(name, hashed)
                    .served(new VerdictSettings(
                            before.alpha().isPresent() ? before.alpha() : verdict.alpha(),
                            before.decide().or(verdict::decider)));
            ModelIdentity model = served.model().identity();
            print("checked here: " + model.name() + " " + model.version() + ", graph " + model.sha256() + ", alpha "
                    + served.judges().pooled().alpha() + ", sha256 "
                    + hashed.sha256().orElseThrow());
            return hashed;
        } catch (BundleProblem e) {
            if (e.reason() == BundleProblem.Reason.UNREACHABLE && unchecked) {
                print("not checked here, since it cannot be reached (" + e.getMessage()
                        + "); every instance checks it before it changes anything");
                return place;
            }
            throw new Refusal(
                    "the bundle at " + place.at() + " cannot be used: "
                            + e.reason().label() + ": " + e.getMessage(),
                    e.reason() == BundleProblem.Reason.UNREACHABLE
                            ? "correct it, or publish without a check if the instances alone reach it: --unchecked"
                            : "correct it; nothing was published",
                    e);
        }
    }

    /** Prints how the bundle at this place compared, if it is the shadow of a route. */
    private void compare(Settings given, PlanSpec plan, String place) {
        List<ShadowTally> tallies = ShadowTally.sum(states(given).stream()
                .flatMap(state -> state.shadows().stream())
                .filter(tally -> tally.pair().deciding().bundle().equals(name))
                .filter(tally -> isAt(place, plan, tally.pair().shadow().bundle()))
                .toList());
        if (tallies.isEmpty()) {
            print(place + " was not compared with " + name + "; 'shadow' of a route does that (docs/models.md)");
        }
        tallies.forEach(tally -> ShadowText.of(tally).forEach(this::print));
    }

    private static boolean isAt(String place, PlanSpec plan, String bundle) {
        BundleRef known = plan.bundles().get(bundle);
        return known != null && known.at().equals(place);
    }
}
