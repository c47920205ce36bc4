package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A partition with its cameras. Its wall clock follows the images, except in a replay, where all come long afterwards. */
final class CameraLine implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final int NORMAL = 100;

    private final TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> images;
    private final Duration tick;
    private final boolean live;
    private Instant now = START;

    /** @param wall the wall clock; a replay where it is not {@link #START} */
    CameraLine(Instant wall, IncidentSettings settings, ScoringObserver observer) {
        this(wall, settings, observer, Topics.DEFAULT);
    }

    /** Over these topics, beginning with the first. */
    CameraLine(Instant wall, IncidentSettings settings, ScoringObserver observer, Topics topics) {
        FlowSettings flow = new FlowSettings(
                topics,
                new BatchLimits(64, 1 << 20, Duration.ofDays(3)),
                Overlap.OFF,
                EvidenceLimits.DEFAULT,
                settings);
        Judge judge = Calibrations.judge(199, 0.05);
        tick = settings.tick();
        live = wall.equals(START);
        driver = new TopologyTestDriver(
                new ScoringTopology(flow, Flows.scoring(new FakeModel(), judge), observer).build(Flows.LIMITS),
                Flows.properties(),
                wall);
        into(topics.images());
    }

    /** The images that follow go into this topic. */
    CameraLine into(String topic) {
        images = driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        return this;
    }

    /** One image a second. */
    CameraLine images(String key, int pixel, int count) {
        for (int i = 0; i < count; i++) {
            send(key, pixel, now);
            sleeps(Duration.ofSeconds(1));
        }
        return this;
    }

    /** One normal image a minute, which makes a key a source. */
    CameraLine steady(String key, int minutes) {
        for (int i = 0; i < minutes; i++) {
            send(key, NORMAL, now);
            sleeps(Duration.ofMinutes(1));
        }
        return this;
    }

    CameraLine ahead(String key, Duration by) {
        return at(key, now.plus(by));
    }

    /** One normal image with this timestamp. */
    CameraLine at(String key, Instant time) {
        send(key, NORMAL, time);
        return this;
    }

    CameraLine sleeps(Duration time) {
        now = now.plus(time);
        if (live) {
            for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(tick)) {
                driver.advanceWallClockTime(left.compareTo(tick) < 0 ? left : tick);
            }
        }
        return this;
    }

    /** The clock is set, or the machine stands still: the flow sees no time between. */
    CameraLine leaps(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
        return this;
    }

    private void send(String key, int pixel, Instant time) {
        byte grey = (byte) pixel;
        images.pipeInput(
                key == null ? null : key.getBytes(UTF_8), new byte[] {grey, grey, grey, grey}, time.toEpochMilli());
    }

    List<TestRecord<byte[], byte[]>> incidents() {
        return driver.createOutputTopic("incidents", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Event and id of each incident since the last call. */
    List<String> told() {
        return incidents().stream()
                .map(CameraLine::json)
                .map(json -> json.at("/event").asText() + " " + json.at("/id").asText())
                .toList();
    }

    static JsonNode json(TestRecord<byte[], byte[]> incident) {
        try {
            return new ObjectMapper().readTree(incident.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
