package io.elbowatch.cli;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.feedback.LabelBook;
import io.elbowatch.stream.feedback.LabelWriter;
import io.elbowatch.stream.feedback.ScoredImages;
import io.elbowatch.stream.lookup.KafkaLookup;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.stream.wire.ScoredFacts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says of images whether they are defects. */
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says of images whether they are defects.",
            "It writes a record for each image to the topic of labels (run --topics-feedback), with what was decided on the"
                    + " image, from its score. A later label of the same image replaces an earlier one.",
            "All images are looked up before the first label is written: if one has no score that Kafka still has, none is"
                    + " labelled.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch label images-2-17 --as defect --kind scratch --by anna",
            "  elbowatch label images-2-17 images-0-4 --as normal --comment dust",
            "  elbowatch label images-2-17 --withdraw",
            "      the image has no label any more",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "1:refused; standard error says whether labels were written",
            "2:the command line or a setting is wrong"
        })
final class LabelCommand extends SettingsCommand {
    @Parameters(
            paramLabel = "IMAGE",
            arity = "1..*",
            description =
                    "Coordinates TOPIC-PARTITION-OFFSET of a scored image, as the page and its addresses show them.")
    private List<String> images;

    @Option(
            names = "--as",
            paramLabel = "LABEL",
            completionCandidates = Names.class,
            description = "What it is: ${COMPLETION-CANDIDATES}.")
    private Optional<String> as;

    @Option(names = "--kind", paramLabel = "TEXT", description = "Kind of the defect, such as scratch.")
    private Optional<String> kind;

    @Option(names = "--comment", paramLabel = "TEXT", description = "For those who read the label later.")
    private Optional<String> comment;

    @Option(names = "--by", paramLabel = "NAME", description = "Who says it (default: the user of this machine).")
    private Optional<String> by;

    @Option(
            names = "--source",
            paramLabel = "GLOB",
            description = "Leave images out whose source does not fit: * stands for any characters, ? for one.")
    private Optional<String> source;

    @Option(names = "--withdraw", description = "Take the labels back.")
    private boolean withdraw;

    LabelCommand() {
        super(SettingsFlags.none()
                .with("--topic", SettingsTable.TOPICS_FEEDBACK)
                .with(SettingsTable.TOPICS_IMAGES)
                .with(SettingsTable.TOPICS_SCORES)
                .with(SettingsTable.APPLICATION_ID)
                .with(SettingsTable.BOOTSTRAP_SERVERS));
    }

    @Override
    public Integer call() {
        List<OutputOrigin> named = named();
        Optional<Truth> truth = truth();
        if (truth.isPresent()) {
            label(named.get(0), truth.get()); // says what is wrong before anything is opened
        }
        Settings given = settings(Map.of(SettingsTable.TOPICS_FEEDBACK.key(), "feedback"), Map.of());
        String topic = given.stream().flow().topics().people().feedback().orElseThrow();
        requireTopic(given, topic);
        Map<OutputOrigin, Optional<ScoredFacts>> found = look(given, named);
        try (LabelWriter writer = LabelWriter.of(given.stream(), topic)) {
            write(writer, found, truth);
        }
        int left = named.size() - found.size();
        print(found.size()
                + (found.size() == 1 ? " label " : " labels ")
                + (withdraw ? "withdrawn from " : "written to ")
                + topic
                + (left > 0 ? ", " + left + " left out by --source" : ""));
        return ExitCodes.DONE;
    }

    private List<OutputOrigin> named() {
        List<OutputOrigin> named = new ArrayList<>();
        for (String text : images) {
            named.add(OutputOrigin.ofText(text)
                    .orElseThrow(() -> usage("'" + text + "' is no TOPIC-PARTITION-OFFSET, such as images-2-17")));
        }
        return named.stream().distinct().toList();
    }

    private Optional<Truth> truth() {
        if (withdraw == as.isPresent() || withdraw && (kind.isPresent() || comment.isPresent())) {
            throw usage("give --as " + LabelBook.names() + ", or --withdraw alone");
        }
        try {
            return as.map(text -> Labelled.of(Truth.class, text));
        } catch (IllegalArgumentException e) {
            throw usage("--as: " + e.getMessage());
        }
    }

    private static void requireTopic(Settings given, String topic) {
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(given.stream())) {
            if (!cluster.topics().contains(topic)) {
                throw new Refusal(
                        "the topic " + topic + " does not exist at "
                                + given.stream().bootstrapServers() + " (or this user may not see it)",
                        "run the instances with --topics-feedback " + topic
                                + " --topics-create, or name another as --topic");
            }
        }
    }

    /** The images to be labelled. A label may be taken back when the score is gone, so that is not looked up. */
    private Map<OutputOrigin, Optional<ScoredFacts>> look(Settings given, List<OutputOrigin> named) {
        Map<OutputOrigin, Optional<ScoredFacts>> found = new LinkedHashMap<>();
        if (withdraw && source.isEmpty()) {
            named.forEach(image -> found.put(image, Optional.empty()));
            return found;
        }
        Optional<RoutePattern> glob = source.map(RoutePattern.KeyGlob::new);
        try (KafkaLookup lookup = KafkaLookup.of(given.stream())) {
            ScoredImages scores = new ScoredImages(lookup);
            for (OutputOrigin image : named) {
                ScoredFacts facts = facts(image, scores.find(image, OptionalLong.empty()));
                if (glob.isEmpty() || glob.get().matches(facts.source().orElse(null), image.topic())) {
                    found.put(image, Optional.of(facts));
                }
            }
        }
        return found;
    }

    private static ScoredFacts facts(OutputOrigin image, Lookup<ScoredFacts> found) {
        if (found instanceof Lookup.Found<ScoredFacts> facts) {
            return facts.value();
        }
        String why = found instanceof Lookup.Foreign<ScoredFacts> foreign
                ? foreign.why()
                : ((Lookup.Missing<ScoredFacts>) found).why();
        throw new Refusal(
                "no label is written: " + image.text() + " has no score. " + why,
                "check the coordinates, --topics-images and --topics-scores");
    }

    private void write(LabelWriter writer, Map<OutputOrigin, Optional<ScoredFacts>> found, Optional<Truth> truth) {
        int written = 0;
        for (Map.Entry<OutputOrigin, Optional<ScoredFacts>> image : found.entrySet()) {
            try {
                if (truth.isEmpty()) {
                    writer.withdraw(image.getKey());
                } else {
                    writer.write(image.getValue().orElseThrow().in(label(image.getKey(), truth.get())));
                }
            } catch (Refusal e) {
                throw new Refusal(
                        e.getMessage() + "; " + written + " of " + found.size() + " were written", e.remedy(), e);
            }
            written++;
        }
    }

    private LabelRecord label(OutputOrigin image, Truth truth) {
        try {
            return new LabelRecord(
                    image,
                    OptionalLong.empty(),
                    Optional.empty(),
                    truth,
                    kind,
                    comment,
                    by.orElseGet(() -> System.getProperty("user.name", "unknown")),
                    System.currentTimeMillis(),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    /** All labels, for the help. */
    private static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Labelled.labels(Truth.class).iterator();
        }
    }
}
