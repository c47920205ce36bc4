package io.elbowatch.lab.rig;

import io.elbowatch.service.LoadedModel;
import io.elbowatch.service.ScoringService;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The product as {@code elbowatch run} starts it, with a sender of images and a reader of its results. Between two
 * measurements no image is outstanding; an image without a result is an error, never a latency that is left out.
 */
public final class LoadedApplication implements AutoCloseable {
    /** Results count once they are committed. */
    public static final String READ_COMMITTED = "read_committed";

    private static final Duration PROGRESS_TIMEOUT = Duration.ofSeconds(60);
    private static final long TICK_NANOS = 1_000_000;

    private final BenchBroker broker;
    private final RunTopics run;
    private final DueTimes dueTimes;
    private final List<LoadedModel> models = new ArrayList<>();
    private final List<ScoringService> services = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final ImageSender sender;
    private final ResultReader reader;

    private LoadedApplication(BenchBroker broker, int partitions, List<byte[]> images, String isolation) {
        this.broker = broker;
        run = broker.openRun(partitions);
        dueTimes = new DueTimes(partitions);
        producer = broker.producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
        reader = new ResultReader(run, dueTimes, isolation);
        sender = new ImageSender(producer, run.topics().images(), partitions, images, dueTimes);
    }

    /**
     * Returns when a first image of each partition has a result.
     *
     * @param settings loads the settings of the product with these fixed, by key
     * @param fixed settings of this run, by key
     * @param instances of the product, in one consumer group
     * @param images values of the records, sent over and over
     */
    public static LoadedApplication start(
            BenchBroker broker,
            Function<Map<String, String>, Settings> settings,
            Map<String, String> fixed,
            int instances,
            int partitions,
            List<byte[]> images) {
        return start(broker, settings, fixed, instances, partitions, images, ServiceParts.PRODUCT, READ_COMMITTED);
    }

    /**
     * The same with some parts of the product replaced.
     *
     * @param isolation level of Kafka with which results are read
     */
    public static LoadedApplication start(
            BenchBroker broker,
            Function<Map<String, String>, Settings> settings,
            Map<String, String> fixed,
            int instances,
            int partitions,
            List<byte[]> images,
            ServiceParts parts,
            String isolation) {
        LoadedApplication loaded = new LoadedApplication(broker, partitions, images, isolation);
        try {
            for (int i = 0; i < instances; i++) {
                loaded.startInstance(settings.apply(loaded.run.settings(fixed)), parts);
            }
            loaded.sender.sendOneRound();
            loaded.awaitAll();
            return loaded;
        } catch (RuntimeException e) {
            try {
                loaded.close();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void startInstance(Settings settings, ServiceParts parts) {
        LoadedModel model = LoadedModel.load(settings);
        models.add(model);
        services.add(ScoringService.start(settings, model, parts));
    }

    /** How many sources send: {@code camera-0} and so on; source s belongs to partition s mod partitions. */
    public static int sources(int partitions) {
        return ImageSender.SOURCES_PER_PARTITION * partitions;
    }

    /** Sends at a rate. Images that were due in the warm-up must have a result and are not measured. */
    public Measurement steady(double imagesPerSecond, Duration warmUp, Duration measured) {
        long beginNanos = System.nanoTime();
        long fromNanos = beginNanos + warmUp.toNanos();
        long untilNanos = fromNanos + measured.toNanos();
        Recording recording = new Recording(fromNanos, untilNanos);
        reader.record(recording);
        sender.sendSteadily(imagesPerSecond, beginNanos, untilNanos);
        awaitAll();
        return recording.measurement();
    }

    /** Results per second under full load, counted until the last image has its result. */
    public double capacity(Duration warmUp, Duration measured) {
        long fromNanos = System.nanoTime() + warmUp.toNanos();
        long untilNanos = fromNanos + measured.toNanos();
        Recording recording = new Recording(fromNanos, untilNanos);
        reader.record(recording);
        sender.sendAll(untilNanos);
        awaitAll();
        return recording.resultsPerSecondToTheLast();
    }

    /**
     * The timeout starts again with every result: a loaded machine may score fewer images per second than were sent.
     */
    private void awaitAll() {
        long outstanding = dueTimes.outstanding();
        long endNanos = System.nanoTime() + PROGRESS_TIMEOUT.toNanos();
        while (outstanding > 0) {
            reader.check();
            LockSupport.parkNanos(TICK_NANOS);
            if (dueTimes.outstanding() < outstanding) {
                endNanos = System.nanoTime() + PROGRESS_TIMEOUT.toNanos();
            } else if (System.nanoTime() - endNanos > 0) {
                throw new IllegalStateException(
                        outstanding + " images have no result after " + PROGRESS_TIMEOUT.toSeconds() + " s");
            }
            outstanding = dueTimes.outstanding();
        }
        if (dueTimes.doubled() > 0) {
            throw new IllegalStateException(dueTimes.doubled() + " images have two results");
        }
    }

    @Override
    public void close() {
        try (producer) {
            services.forEach(ScoringService::close);
        } finally {
            models.forEach(LoadedModel::close);
            reader.close();
            broker.delete(run);
        }
    }
}
