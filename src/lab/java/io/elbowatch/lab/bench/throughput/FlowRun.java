package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.Topics;
import java.util.function.BooleanSupplier;

/**
 * One run of a flow over all images of a topic. Measured is what lies between two commits, the first that has a tenth of the images
 * and the first that has nine tenths: start and end of a run are left out. A run has a result of every image, or it fails.
 */
final class FlowRun {
    private final Cluster cluster;
    private final BenchModel model;
    private final String topic;
    private final long images;
    private final BooleanSupplier stopped;

    FlowRun(Cluster cluster, BenchModel model, String topic, long images, BooleanSupplier stopped) {
        this.cluster = cluster;
        this.model = model;
        this.topic = topic;
        this.images = images;
        this.stopped = stopped;
    }

    Run of(Variant variant, int threads, String application) {
        Topics topics = cluster.outputs(topic, application);
        CountedModel counted = new CountedModel(model.model());
        FlowTask task = new FlowTask(
                application,
                cluster.bootstrapServers(),
                topics,
                threads,
                counted,
                model.preprocessing(),
                model.judge());
        Usage used;
        long measured;
        double imagesPerModelRun;
        try (Flow flow = start(variant, task)) {
            CommitWatch commits = new CommitWatch(cluster, flow, task, stopped);
            long first = commits.await(images / 10);
            Usage begun = Usage.of(flow::isScoring);
            long runs = counted.runs();
            long scored = counted.images();
            long last = commits.await(images - images / 10);
            used = Usage.of(flow::isScoring).since(begun);
            measured = last - first;
            imagesPerModelRun = (double) (counted.images() - scored) / Math.max(1, counted.runs() - runs);
            commits.await(images);
        }
        if (measured == 0) {
            throw new Refusal(
                    images + " images are too few: " + variant.title() + " committed them at once",
                    "give more --seconds or --images-per-run");
        }
        long results = cluster.count(topics.scores());
        if (results != images) {
            throw new IllegalStateException(variant.title() + " gave " + results + " results of " + images + " images");
        }
        cluster.delete(application);
        return Run.of(images, results, measured, used, imagesPerModelRun);
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
