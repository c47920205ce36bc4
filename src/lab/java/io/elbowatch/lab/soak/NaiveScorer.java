package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The entry point of the control: images are parked in a plain field until a batch is full, as one would write it first. */
public final class NaiveScorer {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private NaiveScorer() {}

    /** @param args a file of settings */
    public static void main(String[] args) throws InterruptedException {
        HookedProcess process = new HookedProcess();
        try {
            score(process, HookedProcess.settings(args[0]));
        } finally {
            process.end();
        }
        System.exit(0);
    }

    private static void score(HookedProcess process, Settings settings) throws InterruptedException {
        Bundle bundle = Bundle.load(settings.bundle().orElseThrow());
        Judge judge = bundle.judge(Decider.DEFAULT, settings.alpha().orElse(bundle.defaultAlpha()));
        ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), settings.decode());
        try (ImageModel model = new FaultyModel(
                        OnnxModel.open(bundle, settings.provider()),
                        process.hook(),
                        ScorerSettings.POLL_STALL,
                        ScorerSettings.TRANSACTION_STALL);
                KafkaStreams streams = new KafkaStreams(
                        topology(settings.stream().flow().topics(), process.hook(), decoder, model, judge),
                        properties(settings.stream()))) {
            streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
            streams.start();
            process.await(() -> false);
            streams.close(CLOSE_PATIENCE);
        }
    }

    private static Topology topology(
            Topics topics, FaultHook hook, ImageDecoder decoder, ImageModel model, Judge judge) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource("images", in, in, topics.images())
                .addProcessor("naive", () -> new NaiveProcessor(hook, decoder, model, judge), "images")
                .addSink(NaiveProcessor.SCORES, topics.scores(), out, out, "naive")
                .addSink(NaiveProcessor.REJECTED, topics.rejected(), out, out, "naive");
    }

    private static Properties properties(StreamSettings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.kafka());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.guarantee().label());
        return properties;
    }
}
