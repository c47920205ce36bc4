package io.elbowatch.lab.soak;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.service.LoadedModel;
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

/** The entry point of the control: it keeps images in a plain field until a batch is full, the obvious first design. */
public final class NaiveScorer {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private NaiveScorer() {}

    /** @param args a file of settings */
    public static void main(String[] args) throws InterruptedException {
        HookedProcess.main(args, NaiveScorer::score);
    }

    private static boolean score(HookedProcess process, Settings settings) throws InterruptedException {
        try (LoadedModel loaded = LoadedModel.load(settings);
                KafkaStreams streams =
                        new KafkaStreams(topology(process.hook(), settings, loaded), properties(settings.stream()))) {
            streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
            streams.start();
            process.await(() -> false);
            streams.close(CLOSE_TIMEOUT);
            return false;
        }
    }

    private static Topology topology(FaultHook hook, Settings settings, LoadedModel loaded) {
        Topics topics = settings.stream().flow().topics();
        ImageModel model = new FaultyModel(loaded.model(), hook);
        ImageDecoder decoder = new ImageDecoder(loaded.bundle().manifest().toPreprocessing(), settings.decode());
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource("images", in, in, topics.images())
                .addProcessor("naive", () -> new NaiveProcessor(hook, decoder, model, loaded.judge()), "images")
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
