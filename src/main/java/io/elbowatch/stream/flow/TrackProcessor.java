package io.elbowatch.stream.flow;

import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentEvent;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.source.SeenImage;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.core.source.SourceWatch;
import io.elbowatch.core.source.SourceWatch.Moment;
import io.elbowatch.core.source.SourceWatch.Step;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.Batching;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.IncidentJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Follows the state of every source of a partition; what goes wrong with one, and is well again, leaves for the incidents topic. By stream
 * time that is a function of the images alone: sources are looked through before the image that ends a tick of it. The wall clock finds
 * what no image shows, when none comes.
 */
final class TrackProcessor implements Processor<byte[], SourceImage, byte[], byte[]> {
    /** Images without a key: one source of no name in every partition, that is not missed. */
    private static final Bytes NAMELESS = Bytes.wrap(new byte[0]);

    /** A camera's name is shorter; keys of 64 KiB, which are scored, would be 6 GiB of 100,000 sources. */
    private static final int MOST_KEY_BYTES = 256;

    private static final long MOST_TICK_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int TICKS = 10;

    private final IncidentSettings settings;
    private final SourceWatch watch;
    private final IncidentJson json;
    private final SourceGauges gauges;
    private final StreamTime streamTime;
    private final long tickMillis;
    private final String images;

    private ProcessorContext<byte[], byte[]> context;
    private SourceStore sources;
    private TopicPartition partition;
    private long startMillis;

    private record Lapsed(Bytes key, SourceState before, Step step) {}

    /** @param images the topic that they are read from */
    TrackProcessor(IncidentSettings settings, String images, IncidentJson json, ScoringObserver observer) {
        this.settings = settings;
        this.watch = new SourceWatch(settings);
        this.images = images;
        this.json = json;
        this.gauges = new SourceGauges(observer);
        this.streamTime = new StreamTime(settings.silence());
        long shortest = settings.watchesSilence()
                ? settings.silence().toMillis()
                : settings.forget().toMillis();
        this.tickMillis = Math.min(MOST_TICK_MILLIS, shortest / TICKS);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        sources = SourceStore.of(context);
        Batching.follow(context, NodeNames.SCORE, sources::flushCache);
        partition = new TopicPartition(images, context.taskId().partition());
        startMillis = context.currentSystemTimeMs();
        gauges.clear();
        streamTime.restore(0);
        sources.forEach((key, state) -> {
            gauges.changed(Optional.empty(), Optional.of(state));
            streamTime.restore(Math.max(streamTime.millis(), state.streamMillis()));
        });
        context.schedule(Duration.ofMillis(tickMillis), PunctuationType.WALL_CLOCK_TIME, nowMillis -> tick());
    }

    @Override
    public void process(Record<byte[], SourceImage> record) {
        long ticksBefore = streamTime.millis() / tickMillis;
        streamTime.advance(record.timestamp(), context.currentSystemTimeMs());
        if (streamTime.millis() / tickMillis > ticksBefore) {
            lookThrough(byImagesAlone());
        }
        Bytes key = record.key() == null ? NAMELESS : Bytes.wrap(record.key());
        Optional<SourceState> before = afterItsGap(key);
        if (before.isEmpty() && (gauges.sources() >= settings.maxSources() || key.get().length > MOST_KEY_BYTES)) {
            gauges.untracked();
            return;
        }
        keep(key, before, watch.seen(before, seen(record), now()), record.timestamp());
    }

    @Override
    public void close() {
        gauges.clear();
    }

    private SeenImage seen(Record<byte[], SourceImage> record) {
        Verdict verdict = record.value().verdict();
        long offset = context.recordMetadata().orElseThrow().offset();
        return new SeenImage(
                new ImagePlace(offset, record.timestamp()),
                verdict.pValue(),
                verdict.anomalous(),
                record.value().evidence());
    }

    /** The state of a source whose next image has come: a gap that ends between two ticks is one too. */
    private Optional<SourceState> afterItsGap(Bytes key) {
        Optional<SourceState> before = sources.get(key);
        if (before.isEmpty()) {
            return before;
        }
        Step step = watch.lapsed(before.get(), byImagesAlone(), startMillis, named(key));
        if (changes(step)) {
            keep(key, before, step, before.get().last().timestampMillis());
        }
        return step.state();
    }

    private static boolean named(Bytes key) {
        return key.get().length > 0;
    }

    private static boolean changes(Step step) {
        return !step.events().isEmpty() || step.state().isEmpty();
    }

    private Moment now() {
        return new Moment(streamTime.millis(), context.currentSystemTimeMs());
    }

    /** Of the wall clock only the start, since when nothing has lapsed. */
    private Moment byImagesAlone() {
        return new Moment(streamTime.millis(), startMillis);
    }

    /** No image asks for the commit of a silence. */
    private void tick() {
        if (lookThrough(now())) {
            context.commit();
        }
    }

    /** Whether there was anything. */
    private boolean lookThrough(Moment now) {
        List<Lapsed> lapsed = new ArrayList<>();
        sources.forEach((key, state) -> {
            Step step = watch.lapsed(state, now, startMillis, named(key));
            if (changes(step)) {
                lapsed.add(new Lapsed(key, state, step));
            }
        });
        // A replay gives the same incidents in the same order.
        lapsed.sort(Comparator.comparing(Lapsed::key));
        for (Lapsed source : lapsed) {
            keep(
                    source.key(),
                    Optional.of(source.before()),
                    source.step(),
                    source.before().last().timestampMillis());
        }
        return !lapsed.isEmpty();
    }

    private void keep(Bytes key, Optional<SourceState> before, Step step, long imageMillis) {
        sources.put(key, step.state(), imageMillis);
        gauges.changed(before, step.state());
        for (IncidentEvent event : step.events()) {
            forward(named(key) ? key.get() : null, event);
        }
    }

    private void forward(byte[] key, IncidentEvent event) {
        if (event.ending().isEmpty()) {
            gauges.opened(event.kind());
        }
        // Its own time may lie ahead of what a broker takes: that of an image was taken once.
        Record<byte[], byte[]> incident =
                new Record<>(key, json.write(key, partition, event), event.latestMillis(), Headers.ofJson());
        context.forward(incident, NodeNames.INCIDENTS);
    }
}
