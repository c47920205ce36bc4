package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.ParallelScorer;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.core.statistics.Reservoir;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A uniform sample of the images in a range of a topic, decoded as the stream decodes them and held in memory alone. An
 * image is decoded only if it can still be in the sample, so that a long range costs little more than its reading.
 */
final class TopicSample {
    /** Beside the pixels: name, source, timestamp and the objects that hold them. */
    private static final int BYTES_BESIDE = 300;

    private final ImageDecoder decoder;
    private final int size;
    private final long seed;
    private final Predicate<RangeRecord> wanted;
    private final Reservoir<Drawn> reservoir;
    private final LabelOf labels;
    private final Map<String, Integer> rejected = new TreeMap<>();
    private long seen;
    private int decoded;
    private int usable;
    private int anomalous;
    private int labelledDefects;
    private int labelledNormals;

    /** A decoded image with its time, by which the sample is sorted. */
    private record Drawn(long timestampMillis, int partition, long offset, Optional<String> source, SetImage image) {}

    /** What people say of an image; empty where nobody said anything. */
    interface LabelOf extends Function<RangeRecord, Optional<Truth>> {}

    /** Scores candidates, to find those that the present calibration reports. */
    interface Screen {
        ParallelScorer<RangeRecord> scorer(BiConsumer<RangeRecord, ScoredImage> result);

        boolean anomalous(RangeRecord record, Scoring.Scored scored);
    }

    /**
     * @param wanted which records are images to draw from
     * @param labels leave out what they say is a defect, and let stay what they say is normal
     * @throws Refusal when the sample would not fit into memory
     */
    TopicSample(
            ImageDecoder decoder,
            ImageShape shape,
            int size,
            long seed,
            Predicate<RangeRecord> wanted,
            LabelOf labels) {
        long bytes = (long) size * (shape.bytes() + BYTES_BESIDE);
        HeapLimit.require(bytes, "a sample of " + size + " images of " + shape, "give a smaller --sample");
        this.decoder = decoder;
        this.size = size;
        this.seed = seed;
        this.wanted = wanted;
        this.labels = labels;
        this.reservoir = new Reservoir<>(size, seed);
    }

    /** Reads the range. @param screen leaves out what it finds anomalous; empty to leave nothing out */
    Sampled draw(RangeReader range, Optional<Screen> screen) {
        try (ImageProgress progress = ImageProgress.show("read", OptionalLong.of(range.offsets()))) {
            if (screen.isPresent()) {
                try (ParallelScorer<RangeRecord> scorer =
                        screen.get().scorer((record, image) -> judged(record, image, screen.get()))) {
                    range.read(
                            record -> offer(record, () -> scorer.add(record, image(record, record.value()))),
                            progress::stepTo);
                    scorer.finish();
                }
            } else {
                range.read(record -> offer(record, () -> decode(record)), progress::stepTo);
            }
        }
        return new Sampled(reservoir
                .items()
                .sorted(Comparator.comparingLong(Drawn::timestampMillis)
                        .thenComparingInt(Drawn::partition)
                        .thenComparingLong(Drawn::offset))
                .toList());
    }

    private void offer(RangeRecord record, Runnable candidate) {
        if (!wanted.test(record)) {
            return;
        }
        seen++;
        Optional<Truth> label = labels.apply(record);
        if (label.filter(Truth.DEFECT::equals).isPresent()) {
            labelledDefects++; // before the draw: those that are drawn are a uniform sample of all others
            return;
        }
        if (!reservoir.takes(rank(record))) {
            return;
        }
        decoded++;
        if (record.refused().isPresent()) {
            reject(record.refused().get());
        } else {
            candidate.run();
        }
    }

    private void decode(RangeRecord record) {
        Decoded result = decoder.decode(record.value(), record.contentType());
        if (result instanceof Decoded.Pixels found) {
            add(record, found.pixels());
        } else {
            reject(((Decoded.Rejected) result).rejection());
        }
    }

    private void judged(RangeRecord record, ScoredImage image, Screen screen) {
        if (image.scoring() instanceof Scoring.Refused refused) {
            reject(refused.rejection());
        } else if (!screen.anomalous(record, (Scoring.Scored) image.scoring())) {
            add(record, image.pixels());
        } else if (labels.apply(record).filter(Truth.NORMAL::equals).isPresent()) {
            labelledNormals++;
            add(record, image.pixels());
        } else {
            anomalous++;
        }
    }

    private void add(RangeRecord record, byte[] pixels) {
        usable++;
        reservoir.add(
                rank(record),
                new Drawn(
                        record.timestampMillis(),
                        record.partition(),
                        record.offset(),
                        record.source(),
                        raw(record, pixels)));
    }

    private long rank(RangeRecord record) {
        return reservoir.rank(record.partition(), record.offset());
    }

    private void reject(Rejection rejection) {
        rejected.merge(rejection.reason().label(), 1, Integer::sum);
    }

    /** The source is the group; images without one have the name of the topic, as those in no folder that of their set. */
    static SetImage image(RangeRecord record, byte[] value) {
        return new SetImage(
                record.name(),
                record.source().orElse(record.topic()),
                value,
                record.contentType() == null ? "" : record.contentType());
    }

    private static SetImage raw(RangeRecord record, byte[] pixels) {
        return new SetImage(record.name(), record.source().orElse(record.topic()), pixels, "image/x-raw");
    }

    /** What was seen, drawn and left out. */
    void report(RangeReader range, Optional<Double> screenAlpha, PrintWriter err) {
        range.gaps().forEach(gap -> err.println("warning: " + gap));
        err.printf(
                Locale.ROOT,
                "seen %d images, sampled %d with --sample %d and --seed %d%n",
                seen,
                reservoir.count(),
                size,
                seed);
        if (!rejected.isEmpty()) {
            err.printf(
                    Locale.ROOT,
                    "rejected as the stream does, of %d that were drawn: %s%n",
                    decoded,
                    rejected.entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", ")));
        }
        if (labelledDefects > 0) {
            err.printf(Locale.ROOT, "left out %d of %d: they are labelled as defects%n", labelledDefects, seen);
        }
        screenAlpha.ifPresent(alpha -> err.printf(
                Locale.ROOT,
                "left out %d of %d that were drawn: the present calibration reports them at alpha %s%s%n",
                anomalous,
                decoded,
                Reach.plain(alpha),
                labelledNormals == 0
                        ? ""
                        : "; " + labelledNormals + " more that it reports are labelled as normal and stay"));
        err.flush();
        if (reservoir.count() == 0) {
            throw new Refusal(
                    seen == 0 ? "no image in the range" : "none of " + seen + " images in the range can be used",
                    "give a longer range, another --source, or the topic and the bundle that belong together");
        }
    }

    /** Images that the present calibration reports and that stay, since they are labelled as normal. */
    int labelledNormals() {
        return labelledNormals;
    }

    /** The share of the drawn images that is left out because the present calibration reports them. */
    double leftOut() {
        int all = anomalous + usable; // most were drawn and gave way to later ones
        return all == 0 ? 0 : anomalous / (double) all;
    }

    /** The sample as a set, by time. */
    static final class Sampled implements ImageSet {
        private final List<Drawn> all;

        private Sampled(List<Drawn> all) {
            this.all = all;
        }

        /** The key of its record; empty where that is missing or no text. */
        Optional<String> source(ScoredImage image) {
            return all.get(image.index()).source();
        }

        @Override
        public Stream<SetImage> images() {
            return all.stream().map(Drawn::image);
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(all.size());
        }

        @Override
        public Optional<ImageShape> shape() {
            return Optional.empty();
        }
    }
}
