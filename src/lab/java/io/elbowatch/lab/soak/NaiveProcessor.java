package io.elbowatch.lab.soak;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ModelStamp;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Batches in a plain field and flushes in close(). That comes after the last commit, so the images in the field are
 * lost.
 */
final class NaiveProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    static final String SCORES = "scores";
    static final String REJECTED = "rejected";
    private static final int BATCH = 32;

    private final FaultHook hook;
    private final ImageDecoder decoder;
    private final ImageModel model;
    private final Judge judge;
    private final RejectedRecord rejected = new RejectedRecord(Integer.MAX_VALUE);
    private final List<Waiting> waiting = new ArrayList<>();
    private ScoreJson json;
    private ModelStamp stamp;
    private ImageScorer scorer;
    private ProcessorContext<byte[], byte[]> context;

    private record Waiting(Record<byte[], byte[]> image, RecordMetadata from, byte[] pixels) {}

    NaiveProcessor(FaultHook hook, ImageDecoder decoder, ImageModel model, Judge judge) {
        this.hook = hook;
        this.decoder = decoder;
        this.model = model;
        this.judge = judge;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        scorer = model.newScorer();
        json = new ScoreJson();
        stamp = new ModelStamp(model.identity().name(), model.identity(), judge.beta());
        waiting.clear();
    }

    @Override
    public void process(Record<byte[], byte[]> image) {
        hook.throwIfArmed(FaultKind.DECODE_THROWS);
        RecordMetadata from = context.recordMetadata().orElseThrow();
        Decoded decoded = decoder.decode(image.value(), Headers.contentType(image.headers()));
        if (decoded instanceof Decoded.Pixels pixels) {
            waiting.add(new Waiting(image, from, pixels.pixels()));
            if (waiting.size() >= BATCH) {
                flush();
            }
        } else if (decoded instanceof Decoded.Rejected refused) {
            context.forward(rejected.of(image, refused.rejection(), from), REJECTED);
        }
    }

    @Override
    public void close() {
        try {
            flush();
        } catch (RuntimeException e) {
            waiting.clear(); // a closed task cannot forward: the control shows exactly this loss
        } finally {
            scorer.close();
        }
    }

    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        List<ElboTerms> terms =
                scorer.score(waiting.stream().map(Waiting::pixels).toList());
        for (int i = 0; i < terms.size(); i++) {
            Waiting held = waiting.get(i);
            ImageScore score = new ImageScore(
                    held.image().key(),
                    held.from(),
                    held.image().timestamp(),
                    terms.get(i),
                    scorer.provider(),
                    judge.judge(terms.get(i)),
                    OptionalLong.empty());
            context.forward(held.image().withValue(json.write(stamp, score, Optional.empty())), SCORES);
            hook.throwIfArmed(FaultKind.FORWARD_THROWS);
        }
        waiting.clear();
    }
}
