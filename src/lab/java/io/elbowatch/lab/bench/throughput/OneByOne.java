package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ModelStamp;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Kafka Streams with a model as in public examples: one run of the model per record. */
final class OneByOne implements Flow {
    private final String application;
    private final KafkaStreams streams;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    OneByOne(FlowTask task) {
        application = task.application();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(task.topics().images(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .processValues(() -> new ScoreOne(task))
                .to(task.topics().scores(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        streams = new KafkaStreams(builder.build(), properties(task));
        streams.setUncaughtExceptionHandler(thrown -> {
            failure.compareAndSet(null, thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    private static Properties properties(FlowTask task) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, task.application());
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, task.application());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, task.bootstrapServers());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, task.threads());
        return properties;
    }

    /** Scores, judges and writes one image. */
    private static final class ScoreOne implements FixedKeyProcessor<byte[], byte[], byte[]> {
        private final ImageScorer scorer;
        private final ImageDecoder decoder;
        private final Judge judge;
        private final ScoreJson json = new ScoreJson();
        private final ModelStamp stamp;
        private FixedKeyProcessorContext<byte[], byte[]> context;

        ScoreOne(FlowTask task) {
            scorer = task.model().newScorer();
            decoder = task.newDecoder();
            judge = task.judge();
            stamp = task.stamp();
        }

        @Override
        public void init(FixedKeyProcessorContext<byte[], byte[]> processorContext) {
            context = processorContext;
        }

        @Override
        public void process(FixedKeyRecord<byte[], byte[]> record) {
            byte[] pixels = Workload.pixels(decoder.decode(record.value(), Headers.contentType(record.headers())));
            ElboTerms terms = scorer.score(List.of(pixels)).get(0);
            ImageScore score = new ImageScore(
                    record.key(),
                    context.recordMetadata().orElseThrow(),
                    record.timestamp(),
                    terms,
                    scorer.provider(),
                    judge.judge(terms),
                    OptionalLong.empty());
            byte[] value = json.write(stamp, score, Optional.empty());
            context.forward(record.withValue(value).withHeaders(Headers.ofJson(record.headers())));
        }

        @Override
        public void close() {
            scorer.close();
        }
    }

    @Override
    public boolean isScoring(String threadName) {
        return threadName.startsWith(application) && threadName.contains("StreamThread");
    }

    @Override
    public Optional<Throwable> endedBy() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        streams.close();
    }
}
