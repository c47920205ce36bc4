package io.elbowatch.lab.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * The application with a sender before it and a reader behind it. Between two measurements nothing is on its way; an image without a
 * result is an error, never a latency left out.
 */
public final class LoadedApplication implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long TICK_NANOS = 1_000_000;

    private final Rig rig;
    private final Lane lane;
    private final Ledger ledger;
    private final List<Application.Running> instances = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final ImageSender sender;
    private final ResultReader reader;

    private LoadedApplication(Rig rig, int partitions, List<byte[]> images) {
        this.rig = rig;
        lane = rig.open(partitions);
        ledger = new Ledger(partitions);
        producer = rig.producer(0);
        reader = new ResultReader(lane, ledger);
        sender = new ImageSender(producer, lane.images(), partitions, images, ledger);
    }

    /**
     * Returns when a first image of each partition has come back.
     *
     * @param instances so many of the application, in one group
     * @param images values of the records, sent over and over
     */
    public static LoadedApplication start(
            Rig rig,
            Application application,
            Map<String, String> settings,
            int instances,
            int partitions,
            List<byte[]> images) {
        LoadedApplication loaded = new LoadedApplication(rig, partitions, images);
        try {
            for (int i = 0; i < instances; i++) {
                loaded.instances.add(application.start(loaded.lane.with(settings)));
            }
            loaded.sender.sendOneRound();
            loaded.awaitAll();
            return loaded;
        } catch (RuntimeException e) {
            loaded.closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException further) {
            failure.addSuppressed(further);
        }
    }

    /** Sends at a rate; what was to be sent in the warm-up is matched and not counted. */
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

    /** Results a second when images never run out, counted until the last of them has come back. */
    public double capacity(Duration warmUp, Duration measured) {
        long fromNanos = System.nanoTime() + warmUp.toNanos();
        long untilNanos = fromNanos + measured.toNanos();
        Recording recording = new Recording(fromNanos, untilNanos);
        reader.record(recording);
        sender.sendAll(untilNanos);
        awaitAll();
        return recording.resultsPerSecondToTheLast();
    }

    /** However long it takes, as long as there is progress: a loaded machine may score fewer images a second than were sent. */
    private void awaitAll() {
        long outstanding = ledger.outstanding();
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (outstanding > 0) {
            reader.check();
            LockSupport.parkNanos(TICK_NANOS);
            if (ledger.outstanding() < outstanding) {
                endNanos = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - endNanos > 0) {
                throw new IllegalStateException(
                        "of " + outstanding + " images came no result within " + PATIENCE.toSeconds() + " s");
            }
            outstanding = ledger.outstanding();
        }
        if (ledger.doubled() > 0) {
            throw new IllegalStateException(ledger.doubled() + " images have two results");
        }
    }

    @Override
    public void close() {
        try {
            instances.forEach(Application.Running::close);
        } finally {
            try {
                producer.close();
            } finally {
                reader.close();
                rig.remove(lane);
            }
        }
    }
}
