package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ModelStamp;
import io.elbowatch.stream.wire.ScoreJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Measures each stage alone, on the calling thread, over the images of a workload: its own CPU time, without the effect
 * of the stages on each other's caches. Kafka and Kafka Streams are not measured here.
 */
final class StageBench {
    private static final String TOPIC = "images";
    private static final byte[] KEY = "camera-1".getBytes(StandardCharsets.UTF_8);
    private static final long AGE_MILLIS = 60;

    private final Workload workload;
    private final int images;
    private long sink; // uses every result, so that the JIT compiler keeps the work

    /** The measured work on image i. */
    private interface Step {
        long run(int i);
    }

    /** @param images number of images, rounded up to whole batches */
    StageBench(Workload workload, int images) {
        this.workload = workload;
        this.images = (images + BenchModel.BATCH - 1) / BenchModel.BATCH * BenchModel.BATCH;
    }

    /** Measures every stage once. */
    Map<Stage, StageCost> run() {
        Map<Stage, StageCost> costs = new EnumMap<>(Stage.class);
        StageCost decodeAlone = decode(workload.decoderAlone());
        boolean sameSize = workload.encoded().equals(workload.model().model().shape());
        costs.put(Stage.DECODE, decodeAlone);
        costs.put(
                Stage.PREPROCESS,
                sameSize ? StageCost.NONE : decode(workload.decoder()).minus(decodeAlone));
        List<ElboTerms> terms = new ArrayList<>(images);
        costs.put(Stage.MODEL, model(terms));
        List<Verdict> verdicts = new ArrayList<>(images);
        costs.put(Stage.VERDICT_AND_JSON, verdictAndJson(terms, verdicts));
        costs.put(Stage.METRICS, metrics(terms, verdicts));
        return costs;
    }

    private StageCost decode(ImageDecoder decoder) {
        List<byte[]> values = workload.values();
        String contentType = workload.input().contentType();
        return measure(i -> Workload.pixels(decoder.decode(values.get(i % values.size()), contentType)).length);
    }

    private StageCost model(List<ElboTerms> terms) {
        List<byte[]> pixels = workload.pixels();
        try (ImageScorer scorer = workload.model().model().newScorer()) {
            List<byte[]> batch = new ArrayList<>(BenchModel.BATCH);
            return measure(i -> {
                batch.add(pixels.get(i % pixels.size()));
                if (batch.size() == BenchModel.BATCH) {
                    terms.addAll(scorer.score(batch));
                    batch.clear();
                }
                return batch.size();
            });
        }
    }

    /** Includes the headers of the score record. */
    private StageCost verdictAndJson(List<ElboTerms> terms, List<Verdict> verdicts) {
        BenchModel model = workload.model();
        ScoreJson json = new ScoreJson();
        ModelStamp stamp = new ModelStamp(
                model.model().identity().name(),
                model.model().identity(),
                model.judge().beta());
        String provider = model.model().identity().provider();
        ProducerRecord<byte[], byte[]> image = new ProducerRecord<>(TOPIC, KEY, KEY);
        image.headers().add(Headers.CONTENT_TYPE, workload.input().contentType().getBytes(StandardCharsets.UTF_8));
        long now = System.currentTimeMillis();
        return measure(i -> {
            Verdict verdict = model.judge().judge(terms.get(i));
            verdicts.add(verdict);
            ImageScore score = new ImageScore(
                    KEY, new RecordPosition(TOPIC, 1, i), now, terms.get(i), provider, verdict, OptionalLong.empty());
            byte[] value = json.write(stamp, score, Optional.empty());
            return value.length + Headers.ofJson(image.headers()).toArray().length;
        });
    }

    private StageCost metrics(List<ElboTerms> terms, List<Verdict> verdicts) {
        BenchModel model = workload.model();
        try (Metrics metrics = new Metrics(model.model().identity(), model.judge())) {
            ScoringObserver observer = metrics.observer();
            return measure(i -> {
                observer.received(workload.values().get(i % workload.values().size()).length);
                observer.decoded(1_000);
                observer.scored(new ImageOrigin(KEY, TOPIC, 1, i), terms.get(i), verdicts.get(i), AGE_MILLIS);
                if (i % BenchModel.BATCH == 0) {
                    observer.scoredBatch(FlushReason.COUNT, BenchModel.BATCH, 1_000_000);
                }
                return 1;
            });
        }
    }

    private StageCost measure(Step step) {
        Usage begun = Usage.ofThisThread();
        for (int i = 0; i < images; i++) {
            sink += step.run(i);
        }
        return StageCost.of(Usage.ofThisThread().since(begun), images);
    }
}
