package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanEdit;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.control.PlanInForce;
import io.elbowatch.stream.control.PublishedPlan;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.wire.PlanRecord;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Returns one name of the plan to the bundle that it had before. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives a name of the plan the bundle that it had one record before, with the shadow that it had then.",
            "The record says what was in force before it, once: a second rollback returns to the first bundle.",
            "Where the instances refused the last record, and it gave the name another bundle, the plan in force is"
                    + " published again: a restart finds it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  elbowatch rollback camera-7 --yes --wait --bootstrap-servers kafka:9092"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published, and with --wait in force on all instances",
            "1:refused, nothing was published; or with --wait not in force on all instances",
            "2:the command line or a setting is wrong"
        })
final class RollbackCommand extends PlanCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the bundle in the plan.")
    private String name;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    RollbackCommand() {
        super(SettingsFlags.none());
    }

    @Override
    public Integer call() {
        Settings given = settings(TOPICS, Map.of());
        new SettingsPublisher(given.stream()).requireTopic();
        PlanInForce now = inForce(given, PublishedPlan.read(given.stream()));
        PlanRecord record = requirePlan(now);
        Optional<BundleRef> refused = now.refused()
                .map(last -> last.plan().bundles().get(name))
                .filter(last -> !last.equals(record.plan().bundles().get(name)));
        PlanSpec changed = refused.isPresent() ? record.plan() : before(record);
        print(name + ": from "
                + refused.orElse(record.plan().bundles().get(name)).at() + " back to "
                + Optional.ofNullable(changed.bundles().get(name))
                        .map(BundleRef::at)
                        .orElse("none"));
        Confirmation.ask(yes, "roll " + name + " back?", out());
        return publish(given, refused.isPresent() ? record.previous() : Optional.of(record.plan()), changed);
    }

    private PlanSpec before(PlanRecord record) {
        PlanSpec previous = record.previous()
                .orElseThrow(() -> new Refusal(
                        "the plan does not say what was in force before it",
                        "promote the bundle that you want: elbowatch promote " + name + " --bundle …"));
        try {
            return PlanEdit.rolledBack(record.plan(), previous, name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    e.getMessage(),
                    "a rollback goes one record back; promote the bundle that you want: elbowatch promote " + name
                            + " --bundle …",
                    e);
        }
    }
}
