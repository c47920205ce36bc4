package io.elbowatch.stream.flow;

import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.source.SeenImage;
import io.elbowatch.core.source.SourceBytes;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.core.source.SourceWatch;
import io.elbowatch.core.source.SourceWatch.Moment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The memory of a source in the store. */
class SourceStoreTest {
    private static final int SOURCES = 100_000;
    /** Enough for the JIT to compile the code. */
    private static final int LOOKS = 10;

    /**
     * The state as objects, a key of 15 bytes in {@code Bytes}, one entry in each of the two maps, and a reserve for
     * other JVMs.
     */
    private static final long MAX_BYTES = SourceBytes.BYTES + 300;

    @Test
    void shouldHoldSourcesInBoundedMemory() {
        SourceStore store = new SourceStore(new InputProgress(List.of("images"), InputReads.NONE));
        long before = usedBytes();
        for (int i = 0; i < SOURCES; i++) {
            Optional<SourceState> state = new SourceWatch(IncidentSettings.DEFAULT)
                    .seen(Optional.empty(), new SeenImage(new ImagePlace(i, 2), 0.5, false, false), new Moment(3, 4))
                    .state();
            store.put(Bytes.wrap(String.format(Locale.ROOT, "camera-%08d", i).getBytes(UTF_8)), state, 2);
        }
        long bytesOfOne = (usedBytes() - before) / SOURCES;
        System.out.println("bytes of heap per source: " + bytesOfOne);
        assertThat(bytesOfOne).isBetween((long) SourceBytes.BYTES, MAX_BYTES);

        long nanos = 0;
        for (int look = 0; look < LOOKS; look++) {
            long started = System.nanoTime();
            AtomicInteger heard = new AtomicInteger();
            store.forEach((key, state) -> heard.addAndGet(state.silent() ? 0 : 1));
            assertThat(heard).hasValue(SOURCES);
            nanos = System.nanoTime() - started;
        }
        System.out.println("milliseconds to look through " + SOURCES + ": " + nanos / 1_000_000);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
