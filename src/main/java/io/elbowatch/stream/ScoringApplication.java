package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.stream.access.FormerOwners;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StartRetry;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamTimes;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.stream.control.SettingsFollower;
import io.elbowatch.stream.flow.InputReads;
import io.elbowatch.stream.flow.OutputClients;
import io.elbowatch.stream.flow.OutputLimits;
import io.elbowatch.stream.flow.Outputs;
import io.elbowatch.stream.flow.ReadAhead;
import io.elbowatch.stream.flow.ScoringModel;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.ScoringTopology;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.monitor.ClockWatch;
import io.elbowatch.stream.monitor.GroupOffsets;
import io.elbowatch.stream.monitor.ImageReads;
import io.elbowatch.stream.monitor.KafkaReadings;
import io.elbowatch.stream.monitor.LagWatch;
import io.elbowatch.stream.monitor.LostImages;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamStatus;
import io.elbowatch.stream.monitor.TrackedClients;
import io.elbowatch.stream.preflight.ChangelogPartitions;
import io.elbowatch.stream.preflight.TopicCheck;
import io.elbowatch.stream.reference.ReferencedImages;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.trace.Tracing;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running stream. It scores images from {@link #start} until it is closed or ends by itself. */
public final class ScoringApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringApplication.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final Optional<SettingsFollower> settingsFollower;
    private final StreamEnd end;
    private final KafkaReadings kafka;
    private final LagWatch lag;
    private final ModelRuns model;
    private final Duration maxRun;
    private final ClockWatch clock = new ClockWatch();
    private final ReferencedImages references;
    private final Optional<Storage> storage;
    private final Optional<FormerOwners> formerOwners; // empty without transactions

    private ScoringApplication(
            StreamSettings settings,
            KafkaStreams streams,
            ModelRuns model,
            GroupOffsets offsets,
            List<ImageReads> reads,
            Outputs outputs,
            Optional<SettingsFollower> settingsFollower,
            ReferencedImages references,
            Optional<FormerOwners> formerOwners) {
        this.streams = streams;
        this.references = references;
        this.formerOwners = formerOwners;
        this.storage = outputs.storage();
        this.model = model;
        this.settingsFollower = settingsFollower;
        this.end = new StreamEnd(
                settings.restarts(),
                settings.bootstrapServers(),
                settings.flow().topics().inputs(),
                new OutputRefusals(settings, outputs));
        this.kafka = new KafkaReadings(streams);
        StreamTimes times = new StreamTimes(settings);
        this.lag = LagWatch.of(
                offsets,
                settings.flow().topics(),
                () -> ChangelogPartitions.raise(settings),
                reads,
                times.longestCommitMillis(),
                kafka::ownPartitions);
        this.maxRun = Duration.ofMillis(times.maxPollIntervalMillis());
    }

    /**
     * Checks the cluster and starts to score.
     *
     * @param scoring the model side; it stays open when the stream closes
     * @param observer follows the work
     * @throws Refusal when the cluster cannot be reached, a topic is missing or the settings cannot work there
     */
    public static ScoringApplication start(StreamSettings settings, ScoringModel scoring, ScoringObserver observer) {
        return start(settings, scoring, observer, Tracing.NONE);
    }

    /** As above. @param tracing follows single images; it stays open when the stream closes */
    public static ScoringApplication start(
            StreamSettings settings, ScoringModel scoring, ScoringObserver observer, Tracing tracing) {
        return start(settings, scoring, observer, tracing, Optional.empty());
    }

    /** As above. @param storage takes values that are not in Kafka; it stays open when the stream closes */
    public static ScoringApplication start(
            StreamSettings settings,
            ScoringModel scoring,
            ScoringObserver observer,
            Tracing tracing,
            Optional<Storage> storage) {
        OutputLimits limits = new TopicCheck(settings).check();
        BatchTimes times = new BatchTimes(settings);
        times.check(scoring.plan().now().models().values());
        scoring.plan().requireBefore(models -> requireTime(times, models));
        OpenedParts opened = new OpenedParts();
        try {
            ScoringApplication application = build(settings, scoring, observer, tracing, limits, storage, opened);
            application.run();
            application.watch();
            return application;
        } catch (KafkaException | IllegalArgumentException e) { // the latter for settings that contradict each other
            opened.closeAfter(e);
            throw KafkaFailure.refusal("start the stream", settings.bootstrapServers(), e);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** A later plan. A model that fails now may score the next batch: that says nothing about its time. */
    private static void requireTime(BatchTimes times, Collection<ServedModel> models) {
        try {
            times.check(models);
        } catch (ModelException e) {
            LOG.warn("batches of a plan not measured reason=\"{}\"", e.getMessage());
        }
    }

    private static ScoringApplication build(
            StreamSettings settings,
            ScoringModel scoring,
            ScoringObserver observer,
            Tracing tracing,
            OutputLimits limits,
            Optional<Storage> storage,
            OpenedParts opened) {
        Properties properties = StreamsProperties.of(settings, limits.maxRejectedBytes());
        Outputs outputs =
                Outputs.of(limits, StreamsProperties.requestBytes(properties)).keeping(storage);
        Optional<SettingsFollower> follower = settings.flow()
                .topics()
                .settings()
                .map(topic -> new StartRetry(settings.startTimeout())
                        .until(() -> SettingsFollower.start(
                                properties, topic, scoring.plan(), scoring.loadTimeout(), observer)));
        follower.ifPresent(opened::add);
        Topics topics = settings.flow().topics();
        GroupOffsets offsets = opened.add(new GroupOffsets(settings, properties));
        List<ImageReads> reads = topics.inputs().stream()
                .map(topic -> new ImageReads(topic, new LostImages(topic, observer), () -> offsets.imagesId(topic)))
                .toList();
        ModelRuns runs = new ModelRuns(System::nanoTime);
        Topology topology = new ScoringTopology(settings.flow(), scoring.around(runs::around), observer, tracing)
                .build(
                        outputs,
                        new StreamTimes(settings).commits(),
                        () -> follower.ifPresent(SettingsFollower::catchUp),
                        settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                                ? ImageReads.together(reads)
                                : InputReads.NONE);
        OutputClients clients =
                new OutputClients(outputs, topics, observer, tracing, consumed -> ImageReads.stamped(reads, consumed));
        KafkaStreams streams = TrackedClients.streams(
                topology,
                properties,
                clients,
                reads,
                () -> scoring.references().between(new Intakes(settings.flow().intake())),
                () -> storage.filter(Storage::isAway).isPresent(),
                () -> ReadAhead.of(scoring, new Intakes(settings.flow().intake())));
        opened.add(() -> streams.close(CLOSE_TIMEOUT));
        Optional<FormerOwners> formerOwners = settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                ? Optional.of(new FormerOwners(settings, properties, clients::has))
                : Optional.empty();
        formerOwners.ifPresent(opened::add);
        formerOwners.ifPresent(streams::setGlobalStateRestoreListener);
        return new ScoringApplication(
                settings, streams, runs, offsets, reads, outputs, follower, scoring.references(), formerOwners);
    }

    private void run() {
        end.attach(streams);
        streams.start();
    }

    private void watch() {
        lag.start();
    }

    /** The current state of the stream. */
    public StreamStatus status() {
        // A store that does not answer keeps commits from their partitions: its name says more than they do.
        return StreamStatus.of(streams.state(), stuck(), obstacle());
    }

    private Optional<String> obstacle() {
        return references
                .obstacle()
                .or(() -> storage.flatMap(Storage::obstacle))
                .or(lag::obstacle);
    }

    /** What of this process hangs. A thread that waits for Kafka does not: the wait ends when brokers answer again. */
    private Optional<String> stuck() {
        Duration run = model.longest();
        if (run.compareTo(maxRun) > 0) {
            return Optional.of("a run of the model has not returned for " + run.toSeconds() + " s");
        }
        long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        return deadlocked == null ? clock.obstacle() : Optional.of(deadlocked.length + " threads wait for each other");
    }

    /** The current readings of Kafka's clients and of the lag. */
    public List<StreamReading> readings() {
        StreamReading ready = new StreamReading(StreamReading.Figure.READY, "", status().ready() ? 1 : 0);
        return Stream.of(kafka.now(), lag.now(), List.of(ready))
                .flatMap(List::stream)
                .toList();
    }

    /** Why the stream ended by itself; empty while it runs. */
    public Optional<Refusal> endedBy() {
        return end.reason();
    }

    /**
     * Finishes and commits what is in flight, and leaves the consumer group: other instances get the partitions at
     * once.
     */
    @Override
    public void close() {
        lag.close();
        end.stopWaiting();
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT));
        if (!closed) {
            LOG.warn("stream did not close within seconds={}", CLOSE_TIMEOUT.toSeconds());
        }
        settingsFollower.ifPresent(SettingsFollower::close);
        formerOwners.ifPresent(FormerOwners::close);
    }
}
