package io.elbowatch.cli;

import io.elbowatch.core.replay.ReplayTable;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.replay.KnownLabels;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.TopicBounds;
import io.elbowatch.stream.wire.Decision;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The labels of the images of a replay. What the old model did not report counts only if it was drawn for review. */
final class ReplayLabels {
    /** The topic of review where the settings name none. */
    private static final String DEFAULT_REVIEW = "review";

    private final KnownLabels labels;
    private int counted;

    private ReplayLabels(KnownLabels labels) {
        this.labels = labels;
    }

    /**
     * Reads the labels, and adds them to the table, which has the outcomes of both models.
     *
     * @param images the topic whose images are in the table
     * @throws io.elbowatch.core.Refusal when a topic cannot be read, or the settings name one that does not exist
     */
    static ReplayLabels read(StreamSettings settings, ReplayTable table, String images) {
        ReplayLabels read = new ReplayLabels(KnownLabels.read(settings));
        if (read.labels.all().isEmpty()) {
            return read;
        }
        Set<OutputOrigin> drawn = drawn(settings, table.earliestMillis());
        for (LabelRecord label : read.labels.all()) {
            OutputOrigin image = label.image();
            if (image.topic().equals(images)
                    && table.label(
                            image.partition(),
                            image.offset(),
                            label.timestampMillis(),
                            label.label(),
                            drawn.contains(image))) {
                read.counted++;
            }
        }
        return read;
    }

    /** The images that were drawn for review. A record has the time of its image. */
    private static Set<OutputOrigin> drawn(StreamSettings settings, long earliestMillis) {
        Optional<String> named = settings.flow().topics().people().review();
        Set<OutputOrigin> drawn = new HashSet<>();
        if (named.isPresent() || KnownLabels.exists(settings, DEFAULT_REVIEW)) {
            try (RangeReader range =
                    RangeReader.open(settings, named.orElse(DEFAULT_REVIEW), TopicBounds.since(earliestMillis))) {
                range.read(
                        record -> Decision.of(record.value())
                                .filter(decision -> decision.review().isPresent())
                                .ifPresent(decision -> drawn.add(decision.image())),
                        passed -> {});
            }
        }
        return drawn;
    }

    /** How many there are, and how many count. */
    String sentence() {
        return labels.sentence() + (labels.all().isEmpty() ? "" : "; " + counted + " of images of this range count");
    }
}
