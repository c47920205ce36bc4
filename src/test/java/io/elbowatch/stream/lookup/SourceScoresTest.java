package io.elbowatch.stream.lookup;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.LiveRecords;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Sources of which the name does not tell the partition. */
class SourceScoresTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final int PARTITIONS = 3;
    private static final int LIMIT = 600;
    private static final int EACH = 1_200;

    private final TimedConsumer consumer = new TimedConsumer();

    @BeforeEach
    void create() {
        consumer.create("scores", PARTITIONS);
        consumer.create("anomalies", PARTITIONS);
    }

    @Test
    void shouldReadImagesWithoutAKeyFromAllPartitions() {
        ScoreHistory.Span span = written(null, "");

        shouldHaveTheSameShareOfEveryPartition(span);
    }

    @Test
    void shouldReadImagesOfAKeyThatIsNoTextFromAllPartitions() {
        ScoreHistory.Span span = written(new byte[] {'a', (byte) 0xff}, "");

        shouldHaveTheSameShareOfEveryPartition(span);
    }

    @Test
    void shouldReadImagesOfAKeyThatIsCutFromAllPartitions() {
        ScoreHistory.Span span = written("a".repeat(300).getBytes(UTF_8), "a".repeat(256) + "…");

        shouldHaveTheSameShareOfEveryPartition(span);
    }

    @Test
    void shouldFindAKeyThatIsCutAfterItsTopic() {
        String key = "a".repeat(300);
        byte[] score = LiveRecords.anomaly(key, 1, NOON, .5, "0");
        consumer.write("scores", 2, NOON, key.getBytes(UTF_8), score, new RecordHeaders());
        Topics several = Topics.DEFAULT.withInputs(List.of("images", "other"));
        SourceScores scores = new SourceScores(several, ReadLimits.HISTORY);

        String name = "a".repeat(256) + "…";
        assertThat(scores.span(consumer, "images: " + name, NOON, NOON + 1).images())
                .hasSize(1);
        assertThat(scores.span(consumer, "other: " + name, NOON, NOON + 1).images())
                .isEmpty();
    }

    @Test
    void shouldReadImagesOfAWholeKeyFromItsPartitionOnly() {
        ScoreHistory.Span span = written("line-1".getBytes(UTF_8), "line-1");

        assertThat(span.images())
                .hasSizeBetween(LIMIT - 1, LIMIT)
                .allMatch(image -> image.image().offset() % PARTITIONS == 1);
        assertThat(span.share()).isBetween(.49, .5);
    }

    private static void shouldHaveTheSameShareOfEveryPartition(ScoreHistory.Span span) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int own = partition;
            assertThat(span.images())
                    .filteredOn(image -> image.image().offset() % PARTITIONS == own)
                    .hasSizeBetween(LIMIT / PARTITIONS - 1, LIMIT / PARTITIONS);
        }
        assertThat(span.share()).isBetween(.16, .17);
        assertThat(span.images().get(0).timestampMillis()).isEqualTo(NOON);
        assertThat(span.allReported()).isTrue();
    }

    /** Writes scores of one key into every partition, and reads those of a source. */
    private ScoreHistory.Span written(byte[] key, String source) {
        for (int i = 0; i < EACH * PARTITIONS; i++) {
            String score = new String(LiveRecords.anomaly("", i, NOON + i, .5, "0"), UTF_8)
                    .replace("\"anomalous\": true", "\"anomalous\": false");
            consumer.write("scores", i % PARTITIONS, NOON + i, key, score.getBytes(UTF_8), new RecordHeaders());
        }
        return new SourceScores(Topics.DEFAULT, new ReadLimits(LIMIT, 64 << 20, Duration.ofMinutes(1)))
                .span(consumer, source, NOON, NOON + EACH * PARTITIONS);
    }
}
