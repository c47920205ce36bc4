package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.ScoreJson;

/**
 * What every flow is to do: score all images of a topic once, exactly-once, by the same model and judge.
 *
 * @param application consumer group and names of clients and threads begin with it
 * @param bootstrapServers of the broker
 * @param topics all there, and empty but for the images
 * @param threads that score
 */
record FlowTask(
        String application,
        String bootstrapServers,
        Topics topics,
        int threads,
        ImageModel model,
        Preprocessing preprocessing,
        Judge judge) {

    ImageDecoder newDecoder() {
        return new ImageDecoder(preprocessing, DecodeLimits.DEFAULT);
    }

    ScoreJson newJson() {
        return new ScoreJson(model.identity(), judge.beta());
    }
}
