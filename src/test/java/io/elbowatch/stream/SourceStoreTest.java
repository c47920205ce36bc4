package io.elbowatch.stream;

import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.source.SeenImage;
import io.elbowatch.core.source.SourceBytes;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.core.source.SourceWatch;
import io.elbowatch.core.source.SourceWatch.Moment;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What a source costs, in the store as it runs. */
class SourceStoreTest {
    private static final int SOURCES = 100_000;
    /** So many until the JIT has done its work. */
    private static final int LOOKS = 10;

    /** The state and a key of 15 bytes, each an array with its header, {@code Bytes}, the entry of the tree, and room for another JVM. */
    private static final long MOST_BYTES = SourceBytes.BYTES + 300;

    @Test
    void shouldHoldSourcesInBoundedMemory() {
        try (TopologyTestDriver driver = driver()) {
            KeyValueStore<byte[], SourceState> store = driver.getKeyValueStore(SourceStore.NAME);
            SourceState state = new SourceWatch(IncidentSettings.DEFAULT)
                    .seen(Optional.empty(), new SeenImage(new ImagePlace(1, 2), 0.5, false, false), new Moment(3, 4))
                    .state()
                    .orElseThrow();
            long before = usedBytes();
            for (int i = 0; i < SOURCES; i++) {
                store.put("camera-%08d".formatted(i).getBytes(UTF_8), state);
            }
            long bytesOfOne = (usedBytes() - before) / SOURCES;
            System.out.println("bytes of heap per source: " + bytesOfOne);
            assertThat(bytesOfOne).isBetween((long) SourceBytes.BYTES, MOST_BYTES);

            long nanos = 0;
            for (int look = 0; look < LOOKS; look++) {
                long started = System.nanoTime();
                assertThat(countHeard(store)).isEqualTo(SOURCES);
                nanos = System.nanoTime() - started;
            }
            System.out.println("milliseconds to look through " + SOURCES + ": " + nanos / 1_000_000);
        }
    }

    private static int countHeard(KeyValueStore<byte[], SourceState> store) {
        int heard = 0;
        try (KeyValueIterator<byte[], SourceState> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], SourceState> source = all.next();
                heard += source.value.silent() ? 0 : 1;
            }
        }
        return heard;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static TopologyTestDriver driver() {
        Topology topology = new Topology()
                .addSource("images", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "images")
                .addProcessor("track", Idle::new, "images")
                .addStateStore(SourceStore.builder().withCachingDisabled().withLoggingDisabled(), "track")
                .addSink("incidents", "incidents", new ByteArraySerializer(), new ByteArraySerializer(), "track");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "memory");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        return new TopologyTestDriver(topology, properties, Instant.EPOCH);
    }

    private static final class Idle implements Processor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }
}
