package io.elbowatch.stream.lookup;

import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.testing.LiveRecords;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class AllScoresTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final int LIMIT = 600;
    private static final long MUCH = 64 << 20;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TimedConsumer consumer = new TimedConsumer();
    private long written;

    AllScoresTest() {
        consumer.create("scores", 3);
    }

    @Test
    void shouldCountEveryImageOfThousandsOfSources() {
        for (int i = 0; i < 6_000; i++) {
            write(i % 3, "line-" + i % 2_000, NOON + i, i % 2_000 < 500 ? .005 : .5);
        }

        RecentPValues.Read read = read(new ReadLimits(6_000, MUCH, LONG));

        AlphaTally.Outcome outcome = read.tally().at(.01, 5_000);
        assertThat(read.share()).isEqualTo(1);
        assertThat(outcome.images()).isEqualTo(6_000);
        assertThat(outcome.changed()).isEqualTo(500);
        assertThat(outcome.sources())
                .hasSize(500)
                .allMatch(source -> source.images() == 3 && source.would() == 3 && source.reported() == 0);
    }

    @Test
    void shouldReadTheSameShareOfEveryPartition() {
        write(0, 6_000, "busy");
        write(1, 1_200, "calm");
        write(2, 300, "rare");

        RecentPValues.Read read = read(new ReadLimits(LIMIT, MUCH, LONG)); // a share of 0.08

        Map<String, Long> images = images(read);
        assertThat(images)
                .containsEntry("busy", 480L)
                .containsEntry("calm", 96L)
                .containsEntry("rare", 24L);
        assertThat(read.share()).isEqualTo(.08);
    }

    @Test
    void shouldCountNoImageTwiceWhereAPartitionHasFew() {
        write(0, 12_000, "busy"); // of which a twentieth is read
        write(1, 7, "rare");

        RecentPValues.Read read = read(new ReadLimits(LIMIT, MUCH, LONG));

        assertThat(images(read)).containsEntry("rare", 1L);
    }

    @Test
    void shouldReadTheBeginningAndTheEndOfTheTime() {
        for (int i = 0; i < 6_000; i++) {
            write(0, i == 0 ? "first" : i == 5_999 ? "last" : "others", NOON + i, .005);
        }

        assertThat(images(read(new ReadLimits(LIMIT, MUCH, LONG)))).containsKeys("first", "last", "others");
    }

    @Test
    void shouldSayWhichShareWasReadWhereTheBytesAreSpent() {
        write(0, 6_000, "busy");
        int bytes = 4 + record("busy", NOON, .005).length; // key and value

        RecentPValues.Read read = read(new ReadLimits(LIMIT, 150L * bytes, LONG));

        long images = images(read).get("busy");
        assertThat(images).isBetween(150L, 210L); // at most the part that was begun
        assertThat(read.share()).isEqualTo(images / 6_000.0);
    }

    @Test
    void shouldReadNothingOfAnotherTime() {
        write(0, 100, "line-1");

        RecentPValues.Read read =
                new AllScores("scores", new ReadLimits(LIMIT, MUCH, LONG)).read(consumer, NOON - 2_000, NOON - 1_000);

        assertThat(read.share()).isEqualTo(1);
        assertThat(read.tally().at(.01, 9).images()).isZero();
    }

    private RecentPValues.Read read(ReadLimits limits) {
        return new AllScores("scores", limits).read(consumer, NOON, NOON + 100_000);
    }

    /** The images that were read of each source. */
    private static Map<String, Long> images(RecentPValues.Read read) {
        return read.tally().at(.01, 5_000).sources().stream()
                .map(source -> Map.entry(source.source(), source.images()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void write(int partition, int images, String source) {
        for (int i = 0; i < images; i++) {
            write(partition, source, NOON + i, .005);
        }
    }

    private void write(int partition, String source, long atMillis, double pValue) {
        consumer.write(
                "scores",
                partition,
                atMillis,
                source.getBytes(UTF_8),
                record(source, atMillis, pValue),
                new RecordHeaders());
    }

    private byte[] record(String source, long atMillis, double pValue) {
        byte[] anomaly = LiveRecords.anomaly(source, 1_000_000 + written++, atMillis, pValue, "0");
        return new String(anomaly, UTF_8)
                .replace("\"anomalous\": true", "\"anomalous\": false")
                .getBytes(UTF_8);
    }
}
