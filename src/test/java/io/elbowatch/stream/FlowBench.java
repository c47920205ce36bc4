package io.elbowatch.stream;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.onnx.Bundle;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.Batching;
import io.elbowatch.stream.wire.EvidenceRecord;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.ScoreJson;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.RealData;
import io.elbowatch.testing.Records;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What parts of the flow cost: variants of it over the same images in the same broker, interleaved, beside the model alone. One stream
 * thread, eight partitions, exactly-once, raw images. Not a test: {@code mvn test -Dtest=FlowBench -Dbench=true}.
 */
@EnabledIfSystemProperty(named = "bench", matches = "true")
class FlowBench {
    private static final int PARTITIONS = 8;
    private static final int IMAGES = Integer.getInteger("bench.images", 120_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final BatchLimits BATCH = new BatchLimits(64, 64 << 20, Duration.ofMillis(50));
    private static final OutputLimits LIMITS = new OutputLimits(1 << 20, 1 << 20);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Bundle bundle = Bundle.load(Bundles.FASHION_MNIST);
    private int runs;

    /** What one run took. */
    private record Run(double imagesPerSecond, double microsPerImage) {}

    @Test
    void compare() throws Exception {
        List<byte[]> images = images();
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(Map.of(
                    "images",
                    PARTITIONS,
                    "scores",
                    PARTITIONS,
                    "anomalies",
                    1,
                    "evidence",
                    1,
                    "incidents",
                    1,
                    "rejected",
                    1));
            produce(broker, images);
            Map<String, Supplier<Topology>> variants = new LinkedHashMap<>();
            variants.put(
                    "verdict only",
                    () -> verdictOnly(model).addProcessor("explain", Nowhere<JudgedImage>::new, "verdict"));
            variants.put("and explained", () -> explained(model));
            variants.put("whole flow", () -> topology(model, Overlap.OFF).build(LIMITS));
            variants.put(
                    "whole flow, overlap", () -> topology(model, Overlap.ON).build(LIMITS));
            Map<String, List<Run>> results = new LinkedHashMap<>();
            for (int round = -1; round < ROUNDS; round++) {
                Run ceiling = ceiling(model, images);
                if (round >= 0) {
                    results.computeIfAbsent("model alone, batch 64", name -> new ArrayList<>())
                            .add(ceiling);
                }
                for (Map.Entry<String, Supplier<Topology>> variant : variants.entrySet()) {
                    Run run = run(broker, variant.getValue().get());
                    if (round >= 0) { // the first is the warm-up
                        results.computeIfAbsent(variant.getKey(), name -> new ArrayList<>())
                                .add(run);
                    }
                }
            }
            double ceiling = median(results.get("model alone, batch 64"), Run::imagesPerSecond);
            results.forEach((name, all) -> System.out.printf(
                    Locale.ROOT,
                    "BENCH %-22s %8.0f images/s (%.0f to %.0f)  %.3f of the model alone  %5.2f us CPU of stream and work threads an image (%.2f to %.2f)%n",
                    name,
                    median(all, Run::imagesPerSecond),
                    all.stream().mapToDouble(Run::imagesPerSecond).min().orElseThrow(),
                    all.stream().mapToDouble(Run::imagesPerSecond).max().orElseThrow(),
                    median(all, Run::imagesPerSecond) / ceiling,
                    median(all, Run::microsPerImage),
                    all.stream().mapToDouble(Run::microsPerImage).min().orElseThrow(),
                    all.stream().mapToDouble(Run::microsPerImage).max().orElseThrow()));
        }
    }

    private List<byte[]> images() {
        try (Stream<SetImage> images = ImageSet.open(RealData.file("fashion-mnist/t10k-images-idx3-ubyte.gz"))
                .images()) {
            return images.map(SetImage::bytes).toList();
        }
    }

    private static void produce(EmbeddedBroker broker, List<byte[]> images) throws Exception {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new Records(broker.bootstrapServers()).producer()) {
            for (int i = 0; i < IMAGES; i++) {
                byte[] key = ("camera-" + i % 100).getBytes(UTF_8);
                sends.add(producer.send(
                        new ProducerRecord<>("images", i % PARTITIONS, key, images.get(i % images.size()))));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        }
    }

    private static Run ceiling(OnnxModel model, List<byte[]> images) {
        try (ImageScorer scorer = model.newScorer()) {
            long begun = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            for (int from = 0; from + 64 <= IMAGES; from += 64) {
                int start = from % (images.size() - 64);
                scorer.score(images.subList(start, start + 64));
            }
            int scored = IMAGES / 64 * 64;
            return new Run(
                    scored * 1e9 / (System.nanoTime() - begun),
                    (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / scored);
        }
    }

    private Run run(EmbeddedBroker broker, Topology topology) throws Exception {
        String application = "bench-" + runs++;
        Properties properties = StreamsProperties.of(
                new StreamSettings(
                        application,
                        Flows.of(Topics.DEFAULT, BATCH),
                        false,
                        1,
                        Guarantee.EXACTLY_ONCE_V2,
                        new RestartLimits(0, Duration.ofMinutes(1)),
                        Map.of("bootstrap.servers", broker.bootstrapServers())),
                1 << 20);
        properties.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
        try (KafkaStreams streams = new KafkaStreams(topology, properties);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            streams.start();
            long first = await(admin, application, IMAGES / 10);
            long begun = System.nanoTime();
            long cpu = cpuNanos(application);
            long last = await(admin, application, IMAGES);
            long nanos = System.nanoTime() - begun;
            return new Run((last - first) * 1e9 / nanos, (cpuNanos(application) - cpu) / 1e3 / (last - first));
        }
    }

    /** Returns when so many images are committed: how many are. */
    private static long await(Admin admin, String application, long images) throws Exception {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
            long committed = offsets.entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals("images") && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
            if (committed >= images) {
                return Math.min(committed, IMAGES);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Of the stream's thread and of that beside it. */
    private static long cpuNanos(String application) {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null
                        && thread.getThreadName().startsWith(application)
                        && thread.getThreadName().contains("StreamThread"))
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private ScoringTopology topology(OnnxModel model, Overlap overlap) {
        return new ScoringTopology(
                model,
                bundle.manifest().toPreprocessing(),
                DecodeLimits.DEFAULT,
                judge(),
                new FlowSettings(Topics.DEFAULT, BATCH, overlap, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT),
                ScoringObserver.NONE,
                Clock.systemUTC());
    }

    /** No image of the test set is anomalous at an α below one in ten thousand of 5,000, were it not for the bound; so this is the least. */
    private Judge judge() {
        return new Judge(bundle.calibration(), bundle.manifest().beta(), Decider.LOCAL, 1e-4);
    }

    /** The flow as it was before anything was explained or tracked. */
    private Topology verdictOnly(OnnxModel model) {
        JudgeInForce inForce = new JudgeInForce(judge());
        RejectedRecord rejected = new RejectedRecord(1 << 20);
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        ScoringObserver observer = ScoringObserver.NONE;
        return new Topology()
                .addSource("images", in, in, "images")
                .<byte[], byte[], byte[], Object>addProcessor(
                        "decode",
                        () -> new DecodeProcessor(
                                new ImageDecoder(bundle.manifest().toPreprocessing(), DecodeLimits.DEFAULT),
                                rejected,
                                observer,
                                Clock.systemUTC()),
                        "images")
                .addProcessor(
                        "score",
                        new Batching<>(
                                "score",
                                BATCH,
                                false,
                                () -> new ScoreWork(
                                        new IsolatingScorer(model.newScorer(), model.shape()),
                                        rejected,
                                        inForce,
                                        observer,
                                        Clock.systemUTC())),
                        "decode")
                .addProcessor(
                        "verdict",
                        () -> new VerdictProcessor(
                                () -> {},
                                new ScoreJson(
                                        model.identity(), bundle.manifest().beta()),
                                observer,
                                Clock.systemUTC()),
                        "score")
                .addSink("scores", "scores", out, out, "verdict")
                .addSink("rejected", "rejected", out, out, "decode", "score");
    }

    /** With what explains anomalies, of which there are hardly any, and no state of sources. */
    private Topology explained(OnnxModel model) {
        ByteArraySerializer out = new ByteArraySerializer();
        EvidenceBudget budget = new EvidenceBudget();
        LatentSample sample = new LatentSample();
        return verdictOnly(model)
                .addProcessor(
                        "explain",
                        () -> new ExplainProcessor(
                                new SecondLook(model),
                                new EvidenceRate(EvidenceLimits.DEFAULT),
                                budget,
                                sample,
                                new ScoreJson(
                                        model.identity(), bundle.manifest().beta()),
                                new EvidenceRecord(model.identity(), 1 << 20),
                                ScoringObserver.NONE),
                        "verdict")
                .addProcessor("track", Nowhere<SourceImage>::new, "explain")
                .addSink("anomalies", "anomalies", out, out, "explain")
                .addSink("evidence", "evidence", out, out, "explain");
    }

    private static final class Nowhere<V> implements Processor<byte[], V, byte[], byte[]> {
        @Override
        public void process(Record<byte[], V> record) {}
    }

    private static double median(List<Run> runs, java.util.function.ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
