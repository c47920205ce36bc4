package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.lab.rig.RunTopics;
import io.elbowatch.stream.flow.Overlap;
import java.util.function.BooleanSupplier;

/**
 * Runs flows over all images of a topic. The measured part of a run lies between two commits: the first with a tenth of
 * the images and the first with nine tenths. Start and end of a run are left out. A run without a result for every
 * image fails.
 */
final class FlowRun {
    private final BenchBroker broker;
    private final BenchModel model;
    private final String images;
    private final int partitions;
    private final long count;
    private final BooleanSupplier stopped;

    /** @param images topic with this count of images */
    FlowRun(BenchBroker broker, BenchModel model, String images, int partitions, long count, BooleanSupplier stopped) {
        this.broker = broker;
        this.model = model;
        this.images = images;
        this.partitions = partitions;
        this.count = count;
        this.stopped = stopped;
    }

    Run of(Variant variant, int threads) {
        RunTopics run = broker.openRun(images, partitions);
        CountedModel counted = new CountedModel(model.model());
        Usage used;
        long measured;
        double imagesPerModelRun;
        try (Flow flow = start(variant, new FlowTask(run, threads, model.loaded(), counted))) {
            CommitWatch commits = new CommitWatch(broker, run, flow, stopped);
            long first = commits.await(count / 10);
            Usage begun = Usage.of(flow::isScoring);
            long runs = counted.runs();
            long scored = counted.images();
            long last = commits.await(count - count / 10);
            used = Usage.of(flow::isScoring).since(begun);
            measured = last - first;
            imagesPerModelRun = (double) (counted.images() - scored) / Math.max(1, counted.runs() - runs);
            commits.await(count);
        }
        if (measured == 0) {
            throw new Refusal(
                    count + " images are too few: " + variant.title() + " committed them at once",
                    "give more --seconds or --images-per-run");
        }
        long results = broker.countScores(run);
        if (results != count) {
            throw new IllegalStateException(
                    variant.title() + " wrote " + results + " results for " + count + " images");
        }
        broker.delete(run);
        return Run.of(count, results, measured, used, imagesPerModelRun);
    }

    private static Flow start(Variant variant, FlowTask task) {
        return switch (variant) {
            case PLAIN_LOOP -> new PlainLoop(task);
            case ONE_BY_ONE -> new OneByOne(task);
            case ELBOWATCH -> new ElbowatchFlow(task, Overlap.OFF);
            case ELBOWATCH_OVERLAP -> new ElbowatchFlow(task, Overlap.ON);
            case MODEL_ONE, MODEL_BATCH, DECODE_THEN_MODEL ->
                throw new IllegalArgumentException(variant + " is no flow");
        };
    }
}
