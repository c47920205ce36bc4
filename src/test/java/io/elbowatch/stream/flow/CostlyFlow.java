package io.elbowatch.stream.flow;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.parity.GoldenImage;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A topic of raw images in the size of one model. {@link #score} sends them through the flow, {@link #passThrough}
 * through Kafka alone.
 */
final class CostlyFlow implements AutoCloseable {
    static final int PARTITIONS = 8;

    private static final byte[] ANSWER = new byte[760]; // the size of a score
    private static final Pattern FLUSHES = Pattern.compile("elbowatch_batch_flushes_total\\{reason=\"(\\w+)\"} (\\S+)");

    private final EmbeddedBroker broker;
    private final int images;
    private final Bundle bundle;
    private final Judge judge;
    private final OnnxModel model;
    private final Metrics metrics;
    private final Topics topics;
    private final String answers;
    private final List<FlowCost> scored = new ArrayList<>();
    private final List<FlowCost> passed = new ArrayList<>();

    CostlyFlow(EmbeddedBroker broker, Path folder, String name, int images)
            throws ExecutionException, InterruptedException {
        this.broker = broker;
        this.images = images;
        bundle = Bundle.load(folder);
        judge = bundle.judge(Decider.LOCAL, 1e-4);
        model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
        metrics = new Metrics(model.identity(), judge);
        topics = new Topics(
                name + "-images",
                name + "-scores",
                name + "-anomalies",
                name + "-evidence",
                name + "-incidents",
                name + "-rejected",
                Optional.empty());
        answers = name + "-answers";
        broker.createTopics(Map.of(topics.images(), PARTITIONS, answers, 1));
        broker.createTopics(Map.of(
                topics.scores(),
                1,
                topics.anomalies(),
                1,
                topics.evidence(),
                1,
                topics.incidents(),
                1,
                topics.rejected(),
                1));
        produce();
    }

    /** Sends all images through the whole flow, with the real model and all metrics. */
    void score() throws ExecutionException, InterruptedException, TimeoutException {
        ScoringModel scoring =
                new ScoringModel(model, bundle.manifest().toPreprocessing(), DecodeLimits.DEFAULT, judge);
        Topology topology =
                new ScoringTopology(Flows.of(topics, FlowCost.BATCH), scoring, metrics.observer()).build(Flows.LIMITS);
        scored.add(FlowCost.of(broker, topology, NodeNames.IMAGES, topics, topics.scores(), images));
        print("scored", scored);
    }

    /** Sends all images through a stream that answers each one with as many bytes as a score has. */
    void passThrough() throws ExecutionException, InterruptedException, TimeoutException {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource("images", in, in, topics.images())
                .addProcessor("answer", Answering::new, "images")
                .addSink("answers", answers, out, out, "answer");
        passed.add(FlowCost.of(broker, topology, "images", topics, answers, images));
        print("passed through", passed);
    }

    private static final class Answering extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> image) {
            context().forward(image.withValue(ANSWER));
        }
    }

    /**
     * Bytes per image that the stream thread allocates in addition to Kafka, each from its best round; infinite before
     * the first round.
     */
    double allocatedBytes() {
        return min(scored) - min(passed);
    }

    private static double min(List<FlowCost> rounds) {
        return rounds.stream().mapToDouble(FlowCost::allocatedBytes).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** The rounds in which images were scored. */
    List<FlowCost> rounds() {
        return List.copyOf(scored);
    }

    /** Runs of the model in all rounds, by the reason of the flush. */
    Map<String, Double> modelRuns() {
        Matcher samples = FLUSHES.matcher(metrics.scrape(null).body());
        Map<String, Double> runs = new HashMap<>();
        while (samples.find()) {
            runs.put(samples.group(1), Double.parseDouble(samples.group(2)));
        }
        return runs;
    }

    @Override
    public void close() {
        metrics.close();
        model.close();
    }

    /** One source in each partition. */
    private void produce() throws ExecutionException, InterruptedException {
        List<byte[]> normal = normal();
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new Records(broker.bootstrapServers()).producer()) {
            for (int i = 0; i < images; i++) {
                int partition = i % PARTITIONS;
                byte[] key = ("line-" + partition).getBytes(UTF_8);
                byte[] image = normal.get(i % normal.size());
                sends.add(producer.send(new ProducerRecord<>(topics.images(), partition, key, image)));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        }
    }

    /** Generated images without anomalies; they open no incident, however often they come. */
    private List<byte[]> normal() {
        List<byte[]> golden =
                bundle.model().goldenImages().stream().map(GoldenImage::pixels).toList();
        try (ImageScorer scorer = model.newScorer()) {
            List<ElboTerms> terms = scorer.score(golden);
            return IntStream.range(0, golden.size())
                    .filter(i -> judge.judge(terms.get(i)).pValue() > 0.5)
                    .mapToObj(golden::get)
                    .toList();
        }
    }

    private static void print(String how, List<FlowCost> rounds) {
        FlowCost last = rounds.get(rounds.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "COST %-14s %,d images in %d ms, %,.0f bytes an image, %,d records, %d transactions%n",
                how,
                last.images(),
                last.elapsed().toMillis(),
                last.allocatedBytes(),
                last.records(),
                last.transactions());
    }
}
