package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.quality.SuggestedAlpha;
import io.elbowatch.core.quality.Suggestions;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.report.SuggestText;
import io.elbowatch.routes.PlanEdit;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.control.PlanInForce;
import io.elbowatch.stream.control.PublishedPlan;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.feedback.QualityFollower;
import io.elbowatch.stream.lookup.KafkaLookup;
import io.elbowatch.stream.wire.SuggestJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says which α would have given which precision and recall on the labelled images; publishes one if a person accepts it. */
@Command(
        name = "suggest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says which alpha would have given which precision, recall and false-alarm rate on the labelled images.",
            "It reads labels, anomalies and the review queue, and changes nothing. With --accept it publishes the alpha that a"
                    + " person has chosen, with the name of that person.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch suggest --bootstrap-servers kafka:9092",
            "      alphas around that in force, with the labels of the last 30 days",
            "  elbowatch suggest --alphas 0.003,0.004 --last 7d --json",
            "  elbowatch suggest --accept 0.005 --by Ada",
            "      prints the table, asks, and writes the settings record",
            "  elbowatch suggest --accept 0.005 --by Ada --for camera-7",
            "      only for the bundle camera-7 of the plan",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed, and with --accept published",
            "1:refused, nothing was published; or with --wait not in force on all instances",
            "2:the command line or a setting is wrong"
        })
final class SuggestCommand extends PlanCommand {
    private static final Duration READ = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Option(
            names = "--alphas",
            split = ",",
            paramLabel = "SHARE",
            description = "Further false-alarm rates to look at, separated by commas.")
    private List<Double> alphas = List.of();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean asJson;

    @Option(names = "--accept", paramLabel = "SHARE", description = "Publish this false-alarm rate; needs --by.")
    private Optional<Double> accept = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "NAME",
            description =
                    "With --accept: only for this bundle of the plan. Without it, for all that have no alpha of their own.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    SuggestCommand() {
        super(SettingsFlags.none()
                .with(SettingsTable.TOPICS_FEEDBACK)
                .with(SettingsTable.TOPICS_REVIEW)
                .with(SettingsTable.TOPICS_ANOMALIES)
                .with("--last", SettingsTable.QUALITY_WINDOW)
                .with(SettingsTable.BUNDLE));
    }

    @Override
    public Integer call() {
        List<Double> looked = new ArrayList<>(alphas);
        accept.ifPresent(looked::add);
        requireUsage(looked);
        Settings given = withTopics(settings(TOPICS, Map.of()));
        if (accept.isPresent()) {
            new SettingsPublisher(given.stream()).requireTopic();
            given.bundle().ifPresent(bundle -> checkReach(given));
        }
        Suggestions suggestions = suggestions(given, looked);
        if (asJson) {
            out().println(SuggestJson.write(suggestions));
        } else {
            SuggestText.lines(suggestions).forEach(this::print);
        }
        out().flush();
        return accept.isPresent() ? accept(given, suggestions) : ExitCodes.DONE;
    }

    private void requireUsage(List<Double> looked) {
        if (looked.stream().anyMatch(alpha -> !(alpha > 0 && alpha < 1)) || looked.size() > Suggestions.MAX) {
            throw usage("a false-alarm rate is between 0 and 1, and there are " + Suggestions.MAX + " at most");
        }
        if (accept.isPresent() && by().filter(text -> !text.isBlank()).isEmpty()) {
            throw usage("--accept needs --by NAME: the record says who accepted");
        }
        if (waits() && name.isEmpty()) {
            throw usage(
                    "--wait needs --for: instances say which plan they follow, and elbowatch_settings_offset the rest");
        }
        if (accept.isEmpty() && (name.isPresent() || by().isPresent() || yes)) {
            throw usage("--by, --for and --yes are of --accept");
        }
    }

    /** The topics that the settings leave out, by their usual names where they are there. */
    private Settings withTopics(Settings given) {
        Map<String, String> usual = new HashMap<>(TOPICS);
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(given.stream())) {
            Set<String> topics = cluster.topics();
            String feedback = given.stream().flow().topics().people().feedback().orElse("feedback");
            if (!topics.contains(feedback)) {
                throw new Refusal(
                        "there are no labels: no topic " + feedback + " (or this user may not see it)",
                        "run the instances with --topics-feedback " + feedback + " --topics-create, and label images");
            }
            usual.put(SettingsTable.TOPICS_FEEDBACK.key(), feedback);
            if (topics.contains("review")) {
                usual.put(SettingsTable.TOPICS_REVIEW.key(), "review");
            }
        }
        return settings(usual, Map.of());
    }

    private void checkReach(Settings given) {
        Bundle bundle = Bundle.load(given.requireBundle());
        bundle.judge(Decider.DEFAULT, accept.orElseThrow(), given.extrapolateTail());
    }

    private static Suggestions suggestions(Settings given, List<Double> looked) {
        try (KafkaLookup records = KafkaLookup.of(given.stream());
                QualityFollower follower = QualityFollower.of(given.stream(), given.qualityWindow(), records)) {
            follower.start();
            long end = System.nanoTime() + READ.toNanos();
            while (follower.report().isEmpty() || !follower.hasLookedUpAll()) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    throw new Refusal(
                            "the topics were not read to their ends, and the scores of labels without a verdict not found, within "
                                    + READ.toSeconds() + " s",
                            "try again, give a shorter --last, or look after the brokers");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            double inForce = follower.report()
                    .map(QualityReport::alpha)
                    .orElse(OptionalDouble.empty())
                    .orElseThrow(() -> new Refusal(
                            "no image was reported or offered for review in this time, so there is nothing to suggest",
                            "give a longer --last"));
            return Suggestions.of(follower.labelledImages(), inForce, looked);
        }
    }

    private int accept(Settings given, Suggestions suggestions) {
        double alpha = accept.orElseThrow();
        suggestions.alphas().stream()
                .filter(each -> each.alpha() == alpha)
                .filter(each -> each.precision().isEmpty() || each.doubts().contains(SuggestedAlpha.Doubt.FEW_LABELS))
                .forEach(each -> err().println("note: the labels say little of alpha " + alpha));
        PublishedPlan published = PublishedPlan.read(given.stream());
        PlanInForce now = inForce(given, published);
        if (name.isPresent()) {
            PlanSpec plan = requirePlan(now).plan();
            PlanSpec changed = changed(plan, alpha);
            Confirmation.ask(yes, "report " + name.get() + " at alpha " + alpha + " from now on?", out());
            return publish(given, Optional.of(plan), changed);
        }
        now.plan()
                .ifPresent(record -> record.plan()
                        .bundles()
                        .forEach((bundle, ref) -> ref.alpha()
                                .ifPresent(own -> err().println("note: " + bundle + " keeps its own alpha " + own
                                        + "; --for changes it"))));
        Confirmation.ask(yes, "report at alpha " + alpha + " from now on?", out());
        return publish(
                given,
                new VerdictSettings(
                        OptionalDouble.of(alpha), published.verdict().decider()));
    }

    private PlanSpec changed(PlanSpec plan, double alpha) {
        try {
            return PlanEdit.judgedAt(plan, name.orElseThrow(), alpha);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "see the plan: elbowatch routes", e);
        }
    }
}
