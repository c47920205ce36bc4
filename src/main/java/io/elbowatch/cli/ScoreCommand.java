package io.elbowatch.cli;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.Evaluation;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.report.CsvLines;
import io.elbowatch.report.EvaluationTable;
import io.elbowatch.report.ImageLines;
import io.elbowatch.report.JsonLines;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores a set of images without Kafka. Where labels are known it also reports how well the scores separate them. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores the images of a folder, an IDX file or a zip as run does, and prints one line per image.",
            "With labels, or with named folders, it also prints to standard error how well each score separates anomalies"
                    + " from normal images, and the measured false-alarm rate.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch score photos/ --bundle camera-7 --format csv --out scores.csv",
            "  elbowatch score test.idx.gz --bundle boards --labels test-labels.idx.gz",
            "      label 0 is normal; every other label is a kind of anomaly",
            "  elbowatch score test/ --bundle boards --normal normal --alpha 0.01",
            "      test/normal is normal; every other folder is a kind of anomaly",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every image was scored or rejected", "1:refused", "2:the command line or a setting is wrong"
        })
final class ScoreCommand extends SettingsCommand {
    /** Formats of the lines. */
    enum Format {
        csv,
        jsonl
    }

    /** The labels of the images, given in at most one way. */
    static final class Known {
        @Option(
                names = "--labels",
                paramLabel = "FILE",
                description = "IDX file with a label for each image, in order: 0 is normal.")
        private Optional<Path> labels = Optional.empty();

        @Option(
                names = "--normal",
                paramLabel = "GROUP",
                description = "Folder of normal images; every other folder is a kind of anomaly. Repeatable.")
        private List<String> normal = List.of();

        @Option(
                names = "--positive",
                paramLabel = "GROUP",
                description = "Folder of one kind of anomaly; every other folder is normal. Repeatable.")
        private List<String> positive = List.of();

        private Labels read(OfflineSet set) {
            Labels read = labels.map(file -> Labels.file(file, set.size()))
                    .orElseGet(() -> normal.isEmpty() ? Labels.anomalous(positive) : Labels.normal(normal));
            set.groups().ifPresent(read::requireGroups); // before the first image, not after the last
            return read;
        }
    }

    @Parameters(paramLabel = "PATH", description = "The images: " + ImageSets.FORMS + ".")
    private Path path;

    @ArgGroup
    private Known known;

    @Option(
            names = "--by-source",
            description =
                    "Judge the images of each folder below the set by the calibration of the source of its name, as the"
                            + " stream judges records with that key; those of other folders by the pooled one.")
    private boolean bySource;

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            paramLabel = "FORMAT",
            description = "jsonl or csv (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "File for the lines (default: standard output).")
    private Optional<Path> out;

    @Option(
            names = "--evidence",
            paramLabel = "FOLDER",
            description =
                    "Folder for pictures: every anomalous image next to its reconstruction. JSON lines then give the places.")
    private Optional<Path> evidence;

    ScoreCommand() {
        super(SettingsFlags.ofModel());
    }

    @Override
    public Integer call() {
        Settings given = settings();
        try (LoadedModel loaded = LoadedModel.load(given)) {
            requireGroups(loaded.bundle());
            OfflineSet set = OfflineSet.open(path, loaded.model(), err());
            Optional<Labels> labels = Optional.ofNullable(known).map(k -> k.read(set));
            boolean fitted =
                    FittedImages.of(loaded.bundle().manifest()).are(set.images().uncounted());
            // Without --evidence it is null, which try does not close.
            try (EvidenceFolder pictures = evidence.map(folder -> EvidenceFolder.at(folder, loaded))
                            .orElse(null);
                    ScoreOutput output = out.map(ScoreOutput::to).orElseGet(() -> ScoreOutput.to(out()))) {
                ImageDecoder decoder =
                        new ImageDecoder(loaded.bundle().manifest().toPreprocessing(), given.decode());
                Run run = new Run(loaded, bySource, lines(loaded), output, Optional.ofNullable(pictures), labels);
                output.write(run.lines.header());
                set.score("score", decoder, loaded.model(), run::add);
                labels.ifPresent(l -> l.requireFit(run.images()));
                output.publish();
                run.report(err());
                if (fitted) {
                    err().println(
                                    "warning: the bundle was made of these images, which are nearer to its codes than any"
                                            + " later image: this share of anomalies says nothing about later ones; score other images");
                }
                run.doubt
                        .sentence(labels.isPresent(), loaded.bundle().folder().toString(), path.toString())
                        .ifPresent(sentence -> err().println(Printable.line(sentence)));
            }
        }
        return ExitCodes.DONE;
    }

    private void requireGroups(Bundle bundle) {
        if (bySource && bundle.calibration().groups().isEmpty()) {
            throw new Refusal(
                    "the calibration of " + bundle.folder() + " is pooled: it has no groups of sources",
                    "calibrate with --by-source, or leave it out here");
        }
    }

    private ImageLines lines(LoadedModel loaded) {
        double beta = loaded.bundle().manifest().beta();
        return format == Format.csv
                ? new CsvLines(beta)
                : new JsonLines(loaded.model().identity(), beta);
    }

    /** One pass over the images: judges, writes and counts them. */
    private static final class Run {
        private final LoadedModel loaded;
        private final boolean bySource;
        private final JudgeGroups judges;
        private final ImageLines lines;
        private final ScoreOutput output;
        private final Optional<EvidenceFolder> pictures;
        private final Optional<Labels> labels;
        private final Evaluation evaluation;
        private final BundleDoubt doubt = new BundleDoubt();
        private int scored;
        private int anomalous;
        private int rejected;
        private int byOwnSource;

        Run(
                LoadedModel loaded,
                boolean bySource,
                ImageLines lines,
                ScoreOutput output,
                Optional<EvidenceFolder> pictures,
                Optional<Labels> labels) {
            this.loaded = loaded;
            this.bySource = bySource;
            this.judges = new JudgeGroups(loaded.judge());
            this.lines = lines;
            this.output = output;
            this.pictures = pictures;
            this.labels = labels;
            this.evaluation = new Evaluation();
        }

        void add(ScoredImage image) {
            labels.ifPresent(l -> l.add(image));
            if (image.scoring() instanceof Scoring.Scored result) {
                Judge judge = bySource ? judges.of(image.folder().orElse(null)) : judges.pooled();
                Verdict verdict = judge.judge(result.terms());
                output.write(lines.judged(image, result, verdict, explanation(image, result, judge, verdict)));
                Optional<String> kind = labels.flatMap(l -> l.kind(image));
                labels.ifPresent(l -> evaluation.add(verdict, kind));
                if (kind.isEmpty()) {
                    doubt.add(verdict.anomalous());
                }
                scored++;
                anomalous += verdict.anomalous() ? 1 : 0;
                byOwnSource += verdict.calibration().group().isPresent() ? 1 : 0;
            } else if (image.scoring() instanceof Scoring.Refused refused) {
                output.write(lines.rejected(image, refused.rejection()));
                rejected++;
            }
        }

        private Optional<Explanation> explanation(
                ScoredImage image, Scoring.Scored result, Judge judge, Verdict verdict) {
            return verdict.anomalous()
                    ? Optional.of(new Explanation(
                            Reason.of(
                                    judge,
                                    verdict,
                                    result.terms().features(),
                                    loaded.model().form().features()),
                            pictures.map(folder -> folder.add(image, judge)),
                            image.original().orElseThrow()))
                    : Optional.empty();
        }

        int images() {
            return scored + rejected;
        }

        void report(PrintWriter err) {
            if (labels.isPresent()) {
                EvaluationTable.lines(evaluation, loaded.judge().alpha())
                        .forEach(line -> err.println(Printable.line(line)));
                err.println();
            }
            err.printf(
                    Locale.ROOT,
                    "scored %d, anomalous %d (%.2f %%), rejected %d; alpha %s decided by %s%n",
                    scored,
                    anomalous,
                    scored == 0 ? 0 : 100.0 * anomalous / scored,
                    rejected,
                    loaded.judge().alpha(),
                    loaded.judge().decider().label());
            if (bySource) {
                err.printf(
                        Locale.ROOT,
                        "judged by the calibration of their source %d, by the pooled one %d%n",
                        byOwnSource,
                        scored - byOwnSource);
            }
            err.flush();
        }
    }
}
