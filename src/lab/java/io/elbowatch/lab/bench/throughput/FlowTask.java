package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.rig.RunTopics;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.ModelStamp;

/**
 * The task of every flow: score all images of a topic once, exactly-once, with the same model and judge.
 *
 * @param run the topics, empty except for the images
 * @param threads number of threads that score
 * @param loaded bundle and judge
 * @param model the bundle's model, which counts its runs
 */
record FlowTask(RunTopics run, int threads, LoadedModel loaded, CountedModel model) {

    /** The consumer group; the names of clients and threads begin with it. */
    String application() {
        return run.application();
    }

    String bootstrapServers() {
        return run.bootstrapServers();
    }

    Topics topics() {
        return run.topics();
    }

    Judge judge() {
        return loaded.judge();
    }

    ImageDecoder newDecoder() {
        return new ImageDecoder(loaded.bundle().manifest().toPreprocessing(), DecodeLimits.DEFAULT);
    }

    ModelStamp stamp() {
        return new ModelStamp(model.identity().name(), model.identity(), judge().beta());
    }
}
