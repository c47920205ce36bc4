package io.elbowatch.stream.wire;

import io.elbowatch.Golden;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.image.Original;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The records of the scores and anomalies topics. */
@State(Scope.Thread)
public class ScoreJsonBench {
    private static final byte[] KEY = "line-4".getBytes(UTF_8);
    private static final RecordMetadata COORDINATES = new Coordinates(new TopicPartition("images", 2), 1_000_017);
    private static final long TIMESTAMP_MILLIS = 1_795_188_380_062L;

    private final ScoreJson json = new ScoreJson();
    private ModelStamp stamp;
    private List<ElboTerms> terms;
    private List<Verdict> verdicts;
    private final List<Explanation> explanations = new ArrayList<>();
    private int next;

    private record Coordinates(TopicPartition at, long offset) implements RecordMetadata {
        @Override
        public String topic() {
            return at.topic();
        }

        @Override
        public int partition() {
            return at.partition();
        }
    }

    @Setup
    public void open() {
        Golden golden = Golden.of("boards");
        stamp = new ModelStamp("boards", golden.model(), golden.judge().beta());
        terms = golden.terms();
        verdicts = golden.verdicts();
        double limit = Thresholds.upper(golden.judge(), Score.LOCAL).value();
        for (int i = 0; i < golden.size(); i++) {
            Evidence evidence = Evidence.of(
                            golden.form(),
                            limit,
                            golden.images().get(i),
                            golden.outputs().get(i))
                    .evidence();
            explanations.add(new Explanation(
                    Reason.of(
                            golden.judge(),
                            verdicts.get(i),
                            terms.get(i).features(),
                            golden.form().features()),
                    Optional.of(evidence),
                    Original.same(golden.form().image())));
        }
    }

    @Benchmark
    public byte[] score() {
        return json.write(stamp, image(inTurn()), Optional.empty());
    }

    @Benchmark
    public byte[] anomaly() {
        int i = inTurn();
        return json.write(stamp, image(i), Optional.of(explanations.get(i)));
    }

    private ImageScore image(int i) {
        return new ImageScore(
                KEY, COORDINATES, TIMESTAMP_MILLIS, terms.get(i), "cpu", verdicts.get(i), OptionalLong.empty());
    }

    private int inTurn() {
        next = (next + 1) % terms.size();
        return next;
    }
}
