package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.batch.Batching;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.wire.EvidenceRecord;
import io.elbowatch.stream.wire.IncidentJson;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.ScoreJson;
import java.time.Clock;
import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The flow as Kafka Streams runs it. Every image that enters leaves exactly once, to scores or to rejected.
 *
 * <pre>
 * images ─► decode ─► score ─► verdict ─┬► scores
 *             │         │               └► explain ─┬► anomalies, evidence
 *             │         │                           └► track ─► incidents
 *             └─────────┴► rejected
 * </pre>
 *
 * @param model scores batches
 * @param preprocessing as the model was trained with
 * @param decoding what an encoded image may cost
 * @param inForce the judge, which may change while it runs
 * @param flow topics, batches, evidence and incidents
 * @param observer is told
 * @param clock the wall clock by which ages are measured
 */
public record ScoringTopology(
        ImageModel model,
        Preprocessing preprocessing,
        DecodeLimits decoding,
        CurrentJudge inForce,
        FlowSettings flow,
        ScoringObserver observer,
        Clock clock) {
    static final String IMAGES = "images";
    static final String DECODE = "decode";
    static final String SCORE = "score";
    static final String VERDICT = "verdict";
    static final String EXPLAIN = "explain";
    static final String TRACK = "track";
    static final String SCORES = "scores";
    static final String ANOMALIES = "anomalies";
    static final String EVIDENCE = "evidence";
    static final String INCIDENTS = "incidents";
    static final String REJECTED = "rejected";

    public ScoringTopology {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(inForce, "inForce");
        Objects.requireNonNull(observer, "observer");
        if (!model.shape().equals(preprocessing.shape())) {
            throw new IllegalArgumentException(
                    "images would be made " + preprocessing.shape() + ", the model takes " + model.shape());
        }
    }

    /** As above, with a judge that never changes. */
    public ScoringTopology(
            ImageModel model,
            Preprocessing preprocessing,
            DecodeLimits decoding,
            Judge judge,
            FlowSettings flow,
            ScoringObserver observer,
            Clock clock) {
        this(model, preprocessing, decoding, new CurrentJudge(judge), flow, observer, clock);
    }

    /** The topology with settings that nothing changes, and commits as they come. */
    public Topology build(OutputLimits limits) {
        return build(limits, CommitTicks.NONE, () -> {});
    }

    /**
     * The topology; its node and store names never change, because state and metrics hang on them.
     *
     * @param limits of the records that topics take
     * @param commits that it asks for
     * @param catchUpWithSettings returns when the judge in force is as new as any that another instance has judged by
     */
    public Topology build(OutputLimits limits, CommitTicks commits, Runnable catchUpWithSettings) {
        Topics topics = flow.topics();
        RejectedRecord rejected = new RejectedRecord(limits.maxRejectedBytes());
        EvidenceBudget budget = new EvidenceBudget();
        boolean overlap = flow.overlap().on(model.identity().provider());
        LatentSample sample = new LatentSample();
        ByteArrayDeserializer bytesIn = new ByteArrayDeserializer();
        ByteArraySerializer bytesOut = new ByteArraySerializer();
        return new Topology()
                .addSource(IMAGES, bytesIn, bytesIn, topics.images())
                .<byte[], byte[], byte[], Object>addProcessor(
                        DECODE,
                        () -> new DecodeProcessor(
                                new ImageDecoder(preprocessing, decoding), rejected, observer, clock, commits),
                        IMAGES)
                .addProcessor(
                        SCORE, new Batching<>(SCORE, flow.batch(), overlap, () -> scoreWork(rejected), commits), DECODE)
                .addProcessor(VERDICT, () -> verdictProcessor(catchUpWithSettings), SCORE)
                .addProcessor(EXPLAIN, () -> explainProcessor(limits, budget, sample), VERDICT)
                .addProcessor(TRACK, this::trackProcessor, EXPLAIN)
                // After SCORE, whose batch is let out first when a commit comes: then the states that it changes are
                // written.
                .addStateStore(new SourceStoreBuilder(), TRACK)
                .connectProcessorAndStateStores(TRACK, Batching.hookName(SCORE))
                .addSink(SCORES, topics.scores(), bytesOut, bytesOut, VERDICT)
                .addSink(ANOMALIES, topics.anomalies(), bytesOut, bytesOut, EXPLAIN)
                .addSink(EVIDENCE, topics.evidence(), bytesOut, bytesOut, EXPLAIN)
                .addSink(INCIDENTS, topics.incidents(), bytesOut, bytesOut, TRACK)
                .addSink(REJECTED, topics.rejected(), bytesOut, bytesOut, DECODE, SCORE);
    }

    private ScoreWork scoreWork(RejectedRecord rejected) {
        return new ScoreWork(new IsolatingScorer(model.newScorer(), model.shape()), rejected, inForce, observer, clock);
    }

    private VerdictProcessor verdictProcessor(Runnable catchUpWithSettings) {
        return new VerdictProcessor(catchUpWithSettings, scoreJson(), observer, clock);
    }

    private ExplainProcessor explainProcessor(OutputLimits limits, EvidenceBudget budget, LatentSample sample) {
        return new ExplainProcessor(
                new Inspection(model),
                new EvidenceRate(flow.evidence()),
                budget,
                sample,
                scoreJson(),
                new EvidenceRecord(model.identity(), limits.maxEvidenceBytes()),
                observer);
    }

    private TrackProcessor trackProcessor() {
        return new TrackProcessor(
                flow.incidents(),
                flow.topics().images(),
                new IncidentJson(model.identity(), inForce.now().judge().beta()),
                observer);
    }

    private ScoreJson scoreJson() {
        return new ScoreJson(model.identity(), inForce.now().judge().beta());
    }
}
