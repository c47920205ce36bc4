package io.elbowatch.stream;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamTimes;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.stream.control.SettingsFollower;
import io.elbowatch.stream.flow.OutputLimits;
import io.elbowatch.stream.flow.ScoringTopology;
import io.elbowatch.stream.monitor.GroupOffsets;
import io.elbowatch.stream.monitor.KafkaReadings;
import io.elbowatch.stream.monitor.LagWatch;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamStatus;
import io.elbowatch.stream.preflight.TopicCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running stream: from {@link #start} on it scores images until it is closed or fails for good.
 */
public final class ScoringApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringApplication.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final Optional<SettingsFollower> follower;
    private final KafkaReadings kafka;
    private final LagWatch lag;
    private final ThreadReplacement replacement;
    private final RestartBackoff rest;
    private final CountDownLatch ended;
    private final long maxPollIntervalSeconds;
    private final String bootstrapServers;

    private ScoringApplication(
            KafkaStreams streams,
            Optional<SettingsFollower> follower,
            LagWatch lag,
            ThreadReplacement replacement,
            RestartBackoff rest,
            CountDownLatch ended,
            long maxPollIntervalSeconds,
            String bootstrapServers) {
        this.streams = streams;
        this.follower = follower;
        this.kafka = new KafkaReadings(streams);
        this.lag = lag;
        this.bootstrapServers = bootstrapServers;
        this.replacement = replacement;
        this.rest = rest;
        this.ended = ended;
        this.maxPollIntervalSeconds = maxPollIntervalSeconds;
    }

    /**
     * Checks the cluster and starts to score.
     *
     * @throws Refusal when the cluster is out of reach, a topic is missing or the settings cannot work there
     */
    public static ScoringApplication start(StreamSettings settings, ScoringTopology topology) {
        OutputLimits limits = new TopicCheck(settings).check();
        StreamTimes times = new StreamTimes(settings);
        times.checkTransactionTimeout(
                batchMillis(topology.model(), settings.flow().batch().maxImages()));
        Properties properties = StreamsProperties.of(settings, limits.maxRejectedBytes());

        long maxPollIntervalSeconds = times.maxPollIntervalMillis() / 1000;
        RestartBackoff rest = new RestartBackoff();
        ThreadReplacement replacement = new ThreadReplacement(settings.restarts(), Clock.systemUTC(), rest);
        CountDownLatch ended = new CountDownLatch(1);
        String bootstrapServers = settings.bootstrapServers();
        Optional<SettingsFollower> follower = settings.flow()
                .topics()
                .settings()
                .map(topic -> SettingsFollower.start(properties, topic, topology.inForce(), topology.observer()));
        Runnable catchUp = () -> follower.ifPresent(SettingsFollower::catchUp);
        KafkaStreams streams;
        try {
            streams =
                    new KafkaStreams(topology.build(limits, times.commits(), catchUp), properties);
        } catch (KafkaException | IllegalArgumentException e) { // the latter for settings that contradict each other
            follower.ifPresent(SettingsFollower::close);
            throw KafkaFailure.refusal("start the stream", bootstrapServers, e);
        }
        streams.setUncaughtExceptionHandler(replacement);
        streams.setStateListener((now, before) -> {
            LOG.info("stream state={} before={}", now, before);
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        LagWatch lag = new LagWatch(new GroupOffsets(settings, properties), Clock.systemUTC());
        streams.start();
        lag.start();
        return new ScoringApplication(
                streams, follower, lag, replacement, rest, ended, maxPollIntervalSeconds, bootstrapServers);
    }

    /** The second of two full batches, so that what a first run costs is not counted. */
    private static long batchMillis(ImageModel model, int images) {
        List<byte[]> batch = Collections.nCopies(images, new byte[model.shape().bytes()]);
        try (ImageScorer scorer = model.newScorer()) {
            scorer.score(batch);
            long started = System.nanoTime();
            scorer.score(batch);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        }
    }

    /** How the stream is now. */
    public StreamStatus status() {
        return StreamStatus.of(streams.state(), kafka.pollAgeSeconds().orElse(0), maxPollIntervalSeconds);
    }

    /** What is known of the stream now. */
    public List<StreamReading> readings() {
        return Stream.concat(kafka.now().stream(), lag.now().stream()).toList();
    }

    /** Why the stream ended by itself; empty while it runs. */
    public Optional<Refusal> endedBy() {
        if (ended.getCount() > 0) {
            return Optional.empty();
        }
        return Optional.of(replacement
                .fatal()
                .map(this::refusal)
                .orElseGet(() -> new Refusal(
                        "the stream ended without a failure of its own",
                        "see the log; another instance may have ended it")));
    }

    private Refusal refusal(Throwable failure) {
        for (Throwable cause : Causes.chain(failure)) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
            if (cause instanceof ModelException) {
                return new Refusal(
                        "the stream stopped: " + cause.getMessage(),
                        "no image is lost; check the bundle and the provider with 'elbowatch check', then start again",
                        failure);
            }
        }
        return KafkaFailure.refusal("go on scoring", bootstrapServers, failure);
    }

    /** Finishes and commits what is in flight, and gives the partitions to others at once. */
    @Override
    public void close() {
        lag.close();
        rest.end();
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_PATIENCE));
        if (!closed) {
            LOG.warn("stream did not close within seconds={}", CLOSE_PATIENCE.toSeconds());
        }
        follower.ifPresent(SettingsFollower::close);
    }
}
