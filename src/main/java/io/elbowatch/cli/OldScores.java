package io.elbowatch.cli;

import io.elbowatch.core.replay.ReplayTable;
import io.elbowatch.core.replay.ReplayTable.Joined;
import io.elbowatch.report.ReplaySummary;
import io.elbowatch.report.ReplaySummary.Before;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import io.elbowatch.stream.replay.TopicBounds;
import io.elbowatch.stream.wire.RecordedScore;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The old side of a replay where it is the scores topic. It is read from the time of the earliest image on: a score has
 * the time of its image or a later one. Used once.
 */
final class OldScores {
    private final ReplayTable table;
    private final String images;
    private final Map<String, Long> models = new TreeMap<>();
    private boolean sameGraph = true;
    private long unreadable;
    private long repeated;
    private long foreign;

    /** @param images the topic whose images are in the table */
    OldScores(ReplayTable table, String images) {
        this.table = table;
        this.images = images;
    }

    /** Before images are scored, which may take hours. @throws io.elbowatch.core.Refusal when the topic cannot be read */
    static void requireTopic(StreamSettings settings) {
        RangeReader.open(settings, settings.flow().topics().scores(), TopicBounds.ALL)
                .close();
    }

    /**
     * @param sha256 of the new graph
     * @param opened receives the reader, which stops at Ctrl-C
     * @throws io.elbowatch.core.Refusal when the scores topic cannot be read
     */
    Before read(StreamSettings settings, String sha256, Consumer<RangeReader> opened) {
        String topic = settings.flow().topics().scores();
        TopicBounds since = TopicBounds.since(table.earliestMillis());
        try (RangeReader scores = RangeReader.open(settings, topic, since)) {
            opened.accept(scores);
            try (ImageProgress progress = ImageProgress.show("scores", OptionalLong.of(scores.offsets()))) {
                scores.read(record -> take(record, sha256), progress::stepTo);
            }
        }
        return new Before(
                Optional.of(topic),
                models,
                unreadable,
                repeated,
                foreign,
                sameGraph && !models.isEmpty(),
                Optional.empty());
    }

    private void take(RangeRecord record, String sha256) {
        Optional<RecordedScore> read = RecordedScore.of(record.value());
        if (read.isEmpty()) {
            unreadable++;
            return;
        }
        RecordedScore score = read.get();
        if (!score.image().topic().equals(images)) {
            return; // of another input topic
        }
        Joined joined =
                table.old(score.image().partition(), score.image().offset(), score.timestampMillis(), score.outcome());
        if (joined == Joined.OF_ANOTHER_TOPIC) {
            foreign++;
        } else if (joined != Joined.UNKNOWN) {
            repeated += joined == Joined.AGAIN ? 1 : 0;
            models.merge(ReplaySummary.words(score.model()), 1L, Long::sum);
            sameGraph &= score.model().sha256().equals(sha256);
        }
    }
}
