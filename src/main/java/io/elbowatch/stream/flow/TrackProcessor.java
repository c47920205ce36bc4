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
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.IncidentJson;
import io.elbowatch.stream.wire.ModelStamp;
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
 * Tracks the state of every source of a partition. Incidents leave for the incidents topic when they open and when they
 * close. By stream time they depend on the images alone: all sources are checked before the image that ends a tick of
 * stream time. When no image comes, a check by the wall clock finds what has lapsed.
 */
final class TrackProcessor implements Processor<byte[], SourceImage, byte[], byte[]> {
    /** Images without a key are one source without a name in each partition; its silence is not reported. */
    private static final byte[] NAMELESS = new byte[0];

    /** The name of a camera is shorter. Keys of 64 KiB, which are scored, would take 6 GiB for 100,000 sources. */
    private static final int MAX_KEY_BYTES = 256;

    private final IncidentSettings settings;
    private final SourceWatch watch;
    private final IncidentJson json = new IncidentJson();
    private final CurrentPlan plan;
    private final OutputFormat format;
    private final SourceGauges gauges;
    private final StreamTime streamTime;
    private final WatchedTime watched;
    private final long tickMillis;
    private final SourceKeys keys;

    private ProcessorContext<byte[], byte[]> context;
    private SourceStore sources;
    private int partition;
    private long startMillis;

    private record Lapsed(Bytes key, SourceState before, Step step) {}

    /**
     * @param inputs the topics of the images
     * @param plan says which model scores the images of a source that sends none now
     */
    TrackProcessor(
            IncidentSettings settings,
            List<String> inputs,
            CurrentPlan plan,
            OutputFormat format,
            ScoringObserver observer) {
        this.settings = settings;
        this.watch = new SourceWatch(settings);
        this.keys = new SourceKeys(inputs);
        this.plan = plan;
        this.format = format;
        this.gauges = new SourceGauges(observer);
        this.streamTime = new StreamTime(settings);
        this.watched = new WatchedTime(settings);
        this.tickMillis = settings.tick().toMillis();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        sources = SourceStore.of(context);
        Batching.follow(context, NodeNames.SCORE, sources::flushCache);
        sources.begin();
        partition = context.taskId().partition();
        startMillis = context.currentSystemTimeMs();
        watched.begin(startMillis);
        gauges.clear();
        streamTime.clear();
        sources.forEach((key, state) -> {
            gauges.changed(partition(key), Optional.empty(), Optional.of(state));
            streamTime.restore(state.streamMillis(), state.last().timestampMillis(), startMillis);
        });
        context.schedule(Duration.ofMillis(tickMillis), PunctuationType.WALL_CLOCK_TIME, nowMillis -> tick());
    }

    @Override
    public void process(Record<byte[], SourceImage> record) {
        long ticksBefore = streamTime.millis() / tickMillis;
        streamTime.advance(record.timestamp(), context.currentSystemTimeMs());
        if (streamTime.millis() / tickMillis > ticksBefore) {
            checkAll(momentByImages());
        }
        byte[] name = record.key() == null ? NAMELESS : record.key();
        Bytes key = keys.of(context.recordMetadata().orElseThrow().topic(), name);
        Optional<SourceState> before = afterItsGap(key);
        if (before.isEmpty() && (gauges.sources() >= settings.maxSources() || name.length > MAX_KEY_BYTES)) {
            gauges.untracked();
            return;
        }
        keep(key, before, watch.seen(before, seen(record), now()), record.timestamp(), Optional.of(record));
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
                record.value().evidence(),
                record.value().fingerprint());
    }

    /** The state of a source before its next image. A gap that ends between two ticks counts, too. */
    private Optional<SourceState> afterItsGap(Bytes key) {
        Optional<SourceState> before = sources.get(key);
        if (before.isEmpty()) {
            return before;
        }
        Optional<Step> lapse = watch.lapsed(before.get(), momentByImages(), startMillis, keys.named(key));
        if (lapse.isEmpty()) {
            return before;
        }
        keep(key, before, lapse.get(), before.get().last().timestampMillis(), Optional.empty());
        return lapse.get().state();
    }

    private Moment now() {
        return new Moment(streamTime.millis(), watched.at(context.currentSystemTimeMs()));
    }

    /** The time by images alone: the wall clock stands still at the start of the task. */
    private Moment momentByImages() {
        return new Moment(streamTime.millis(), startMillis);
    }

    /** Asks for a commit, which no image does during a silence. */
    private void tick() {
        if (checkAll(now())) {
            context.commit();
        }
    }

    /** Updates all sources whose state has lapsed; returns whether there were any. */
    private boolean checkAll(Moment now) {
        List<Lapsed> lapsed = new ArrayList<>();
        sources.forEach((key, state) -> {
            Optional<Step> step = watch.lapsed(state, now, startMillis, keys.named(key));
            if (step.isPresent()) {
                lapsed.add(new Lapsed(key, state, step.get()));
            }
        });
        // Sorted, so that a replay gives the same incidents in the same order.
        lapsed.sort(Comparator.comparing(Lapsed::key));
        for (Lapsed source : lapsed) {
            keep(
                    source.key(),
                    Optional.of(source.before()),
                    source.step(),
                    source.before().last().timestampMillis(),
                    Optional.empty());
        }
        return !lapsed.isEmpty();
    }

    /** @param image that leads to the step; empty where none does */
    private void keep(
            Bytes key,
            Optional<SourceState> before,
            Step step,
            long imageMillis,
            Optional<Record<byte[], SourceImage>> image) {
        sources.put(key, step.state(), imageMillis);
        gauges.changed(partition(key), before, step.state());
        for (IncidentEvent event : step.events()) {
            forward(
                    image.map(seen -> seen.value().stamp()).orElseGet(() -> present(key)),
                    key,
                    event,
                    image.map(seen -> Headers.ofOutput(format.contentType(), Headers.traceContext(seen.headers())))
                            .orElseGet(() -> Headers.ofOutput(format.contentType())));
        }
    }

    /** The stamp of the model that the next image of a source would get, of the main one where there is none. */
    private ModelStamp present(Bytes source) {
        ActivePlan now = plan.now();
        byte[] key = keys.named(source) ? keys.key(source) : null;
        return now.of(KeyText.of(key), keys.topic(source), Optional.empty())
                .orElseGet(() -> Assignment.of(now.main(), Optional.empty(), now.settingsOffset()))
                .stamp();
    }

    private TopicPartition partition(Bytes source) {
        return new TopicPartition(keys.topic(source), partition);
    }

    private void forward(
            ModelStamp by, Bytes source, IncidentEvent event, org.apache.kafka.common.header.Headers headers) {
        if (event.ending().isEmpty()) {
            gauges.opened(event.kind());
        }
        // The timestamp of an image, which a broker has accepted before. The time of the incident may be too far ahead.
        byte[] key = keys.named(source) ? keys.key(source) : null;
        Record<byte[], byte[]> incident =
                new Record<>(key, json.write(by, key, partition(source), event), event.latestMillis(), headers);
        context.forward(incident, NodeNames.INCIDENTS);
    }
}
