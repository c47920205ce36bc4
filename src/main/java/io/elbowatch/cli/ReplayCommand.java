package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.replay.FailCondition;
import io.elbowatch.core.replay.Replay;
import io.elbowatch.core.replay.ReplayTable;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.report.ReplayJson;
import io.elbowatch.report.ReplaySummary;
import io.elbowatch.report.ReplaySummary.Before;
import io.elbowatch.report.ReplayText;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.reference.StoredObjects;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores a range of the images topic with another bundle, and compares it with the recorded scores. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores images that are in Kafka with another bundle, and says what would have been reported.",
            "It reads a range of the images topic without a group and writes nothing to Kafka. Each image is compared with its"
                    + " record in the scores topic, or with a second bundle.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch replay --bundle boards-2 --from-topic images --last 24h",
            "      compares boards-2 with what was reported on the last day",
            "  elbowatch replay --bundle b --from-topic images --against a --last 2h",
            "      compares two bundles on the same images",
            "  elbowatch replay --bundle b --from-topic images --last 8h --evidence flips/",
            "      also writes a page with pictures of the images that differ",
            "  elbowatch replay --bundle b --from-topic images --fail-if 'reported > 0.002'",
            "      exits with 4 if the bundle reports more than that",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:compared, and no condition holds",
            "1:refused, or a condition asks for what is not known",
            "2:the command line or a setting is wrong",
            "4:compared, and a condition of --fail-if holds"
        })
final class ReplayCommand extends SettingsCommand {
    @Option(names = "--from-topic", required = true, paramLabel = "TOPIC", description = "Topic with the images.")
    private String topic;

    @Mixin
    private RangeOptions range;

    @Option(
            names = "--against",
            paramLabel = "BUNDLE",
            description =
                    "Compare with this bundle, which scores the same images now, and not with the recorded scores.")
    private Optional<Path> against;

    @Option(
            names = "--evidence",
            paramLabel = "FOLDER",
            description =
                    "Write index.html, which lists the images that only one of the two reports, and their pictures.")
    private Optional<Path> evidence;

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            description = {
                "Exit with 4 if it holds: 'reported > 0.002', 'flips >= 10', 'ks > 0.1'. Repeatable.",
                "Names: reported, reported_before, flips, newly_reported, no_longer_reported, ks, compared, images; by labels:"
                        + " precision, recall, false_alarms, each also with _before."
            })
    private List<String> failIf = List.of();

    @Option(names = "--json", description = "Print one JSON object, with every source and every flip.")
    private boolean asJson;

    @Option(
            names = "--threads",
            paramLabel = "NUMBER",
            description = "Threads that decode and score (default: one for each processor).")
    private Optional<Integer> threads;

    private final List<RangeReader> readers = new CopyOnWriteArrayList<>(); // stopped by the thread of Ctrl-C

    ReplayCommand() {
        super(SettingsFlags.ofModel()
                .with(SettingsTable.TOPICS_SCORES)
                .with(SettingsTable.TOPICS_FEEDBACK)
                .with(SettingsTable.TOPICS_REVIEW)
                .with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    @Override
    public Integer call() {
        List<FailCondition> conditions = conditions();
        int workers = workers();
        Settings given = settings();
        Optional<Path> old = against.map(given::requireBundle);
        if (old.isEmpty()) {
            OldScores.requireTopic(given.stream());
        }
        try (LoadedModel loaded = LoadedModel.load(given);
                RangeReader images = RangeReader.openImages(
                        given.stream(),
                        topic,
                        range.bounds(Instant.now()),
                        given.references().map(StoredObjects::new))) {
            readers.add(images);
            Interruption interruption = Interruption.calling(() -> readers.forEach(RangeReader::stop));
            try {
                Optional<FlipFolder> flips = evidence.map(folder -> new FlipFolder(folder, loaded, given.decode()));
                ReplaySummary summary = replay(given, loaded, old, images, workers);
                images.gaps().forEach(this::warn);
                List<String> failed = failed(conditions, summary.replay());
                flips.ifPresent(folder -> print(folder, summary, images));
                print(summary, failed);
                return failed.isEmpty() ? ExitCodes.DONE : ExitCodes.CONDITION;
            } finally {
                interruption.close();
            }
        }
    }

    private ReplaySummary replay(
            Settings given, LoadedModel loaded, Optional<Path> old, RangeReader images, int workers) {
        HeapLimit.require(
                images.offsets() * ReplayTable.BYTES_AN_IMAGE,
                "a comparison of " + images.offsets() + " images",
                "give a shorter range");
        ReplayTable table = new ReplayTable();
        Predicate<RangeRecord> wanted = range.wanted();
        RangeScoring now = new RangeScoring(
                loaded,
                given.decode(),
                workers,
                (record, outcome) -> table.add(
                        record.partition(),
                        record.offset(),
                        record.timestampMillis(),
                        record.source().orElse(ReplayTable.NO_SOURCE),
                        outcome));
        now.run("replay", images, wanted);
        requireImages(table, now);
        Before before = old.isPresent()
                ? new OldBundle(table, old.get()).score(given, loaded, images, wanted, workers)
                : new OldScores(table, topic)
                        .read(given.stream(), loaded.model().identity().sha256(), readers::add);
        ReplayLabels labels = ReplayLabels.read(given.stream(), table, topic);
        err().println(labels.sentence());
        err().flush();
        Judge judge = loaded.judge();
        return new ReplaySummary(
                topic,
                loaded.model().identity(),
                judge.alpha(),
                judge.decider().label(),
                now.rejected(),
                before,
                now.cost(),
                images.gaps(),
                Replay.of(table, before.comparable()));
    }

    private static void requireImages(ReplayTable table, RangeScoring now) {
        if (table.images() > 0) {
            return;
        }
        String rejected = now.rejected().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
        throw rejected.isEmpty()
                ? new Refusal("no image in the range", "give a longer range or another --source")
                : new Refusal(
                        "the bundle rejects every image in the range: " + rejected,
                        "give a bundle that was made for the images of this topic");
    }

    private List<FailCondition> conditions() {
        try {
            return failIf.stream().map(FailCondition::of).toList();
        } catch (IllegalArgumentException e) {
            throw usage("--fail-if: " + e.getMessage());
        }
    }

    private int workers() {
        int workers = threads.orElse(Runtime.getRuntime().availableProcessors());
        if (workers < 1 || workers > StreamSettings.MAX_THREADS) {
            throw usage("--threads: 1 to " + StreamSettings.MAX_THREADS + ", not " + workers);
        }
        return workers;
    }

    /** The conditions that hold. @throws Refusal when one asks for what is not known */
    private static List<String> failed(List<FailCondition> conditions, Replay replay) {
        List<String> failed = new ArrayList<>();
        for (FailCondition condition : conditions) {
            OptionalDouble value = condition.value(replay);
            if (value.isEmpty()) {
                throw condition.measure().isOfLabels()
                        ? new Refusal(
                                "'" + condition + "' is not known: images that decide it have no label",
                                "label what only one of the two reports, and images of the review queue")
                        : new Refusal(
                                "'" + condition + "' is not known: no image has a score of the old model",
                                "give a range whose images were scored, --topics-scores, or --against BUNDLE");
            }
            if (condition.holds(value.getAsDouble())) {
                failed.add(condition + " (" + value.getAsDouble() + ")");
            }
        }
        return failed;
    }

    private void print(FlipFolder folder, ReplaySummary summary, RangeReader images) {
        Path page = folder.write(topic, summary.replay().flips(), images);
        err().println(summary.replay().flips().size() + " flips in " + page);
        err().flush();
    }

    private void print(ReplaySummary summary, List<String> failed) {
        if (asJson) {
            out().println(ReplayJson.of(summary, failed));
        } else {
            ReplayText.lines(summary).forEach(line -> out().println(line));
        }
        out().flush();
        failed.forEach(condition -> err().println("failed: " + condition));
        err().flush();
    }

    private void warn(String sentence) {
        err().println("warning: " + Printable.line(sentence));
        err().flush();
    }
}
