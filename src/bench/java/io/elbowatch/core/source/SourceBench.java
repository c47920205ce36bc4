package io.elbowatch.core.source;

import io.elbowatch.core.source.SourceWatch.Moment;
import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The update of a healthy source's state by one image, and its serialization. */
@State(Scope.Thread)
public class SourceBench {
    private final SourceWatch watch = new SourceWatch(IncidentSettings.DEFAULT);
    private final SeenImage[] images = healthy();
    private Optional<SourceState> state = Optional.empty();
    private int next;

    private static SeenImage[] healthy() {
        Random random = new Random(7);
        SeenImage[] images = new SeenImage[1024];
        for (int i = 0; i < images.length; i++) {
            images[i] = new SeenImage(new ImagePlace(i, 100L * i), 1 - random.nextDouble(), false, false);
        }
        return images;
    }

    @Benchmark
    public SourceState seen() {
        next = (next + 1) % images.length;
        SeenImage image = images[next];
        long nowMillis = image.place().timestampMillis();
        state = watch.seen(state, image, new Moment(nowMillis, nowMillis)).state();
        return state.orElseThrow();
    }

    @Benchmark
    public byte[] seenAndWritten() {
        return SourceBytes.of(seen());
    }

    @Benchmark
    public SourceState seenWrittenAndRead() {
        return SourceBytes.state(seenAndWritten());
    }
}
