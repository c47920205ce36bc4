package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.stream.batch.Batching;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.batch.UnwrappedStoreBuilder;
import io.elbowatch.stream.wire.EvidenceRecord;
import io.elbowatch.stream.wire.IncidentJson;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

import static io.elbowatch.stream.flow.NodeNames.ANOMALIES;
import static io.elbowatch.stream.flow.NodeNames.DECODE;
import static io.elbowatch.stream.flow.NodeNames.EVIDENCE;
import static io.elbowatch.stream.flow.NodeNames.EXPLAIN;
import static io.elbowatch.stream.flow.NodeNames.IMAGES;
import static io.elbowatch.stream.flow.NodeNames.INCIDENTS;
import static io.elbowatch.stream.flow.NodeNames.REJECTED;
import static io.elbowatch.stream.flow.NodeNames.SCORE;
import static io.elbowatch.stream.flow.NodeNames.SCORES;
import static io.elbowatch.stream.flow.NodeNames.SOURCES;
import static io.elbowatch.stream.flow.NodeNames.TRACK;
import static io.elbowatch.stream.flow.NodeNames.VERDICT;

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
 * @param flow topics, batches, evidence and incidents
 * @param scoring the model side: preprocessing, model and judge
 * @param observer follows the work
 */
public record ScoringTopology(FlowSettings flow, ScoringModel scoring, ScoringObserver observer) {

    public ScoringTopology {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(scoring, "scoring");
        Objects.requireNonNull(observer, "observer");
    }

    /** The topology without a settings topic; Kafka Streams alone decides when it commits. */
    public Topology build(OutputLimits limits) {
        return build(Outputs.of(limits, Integer.MAX_VALUE), CommitTicks.NONE, () -> {});
    }

    /**
     * The topology, with the names of {@link NodeNames}.
     *
     * @param outputs limits of the output topics, and what they refused
     * @param commits when the tasks of a stream thread ask for a commit
     * @param catchUpWithSettings returns when the current judge is at least as new as any judge of another instance so
     *     far
     */
    public Topology build(Outputs outputs, CommitTicks commits, Runnable catchUpWithSettings) {
        Topics topics = flow.topics();
        RejectedRecord rejected = new RejectedRecord(image ->
                outputs.refused().leavesBare(image) ? 0 : outputs.limits().now().maxRejectedBytes());
        EvidenceBudget budget = new EvidenceBudget();
        LatentSample sample = new LatentSample();
        boolean overlap = flow.overlap().on(scoring.model().identity().provider());
        ByteArrayDeserializer bytesIn = new ByteArrayDeserializer();
        ByteArraySerializer bytesOut = new ByteArraySerializer();
        return new Topology()
                .addSource(IMAGES, bytesIn, bytesIn, topics.inputs().toArray(String[]::new))
                .<byte[], byte[], byte[], Object>addProcessor(
                        DECODE, () -> decodeProcessor(rejected, outputs, commits), IMAGES)
                .addProcessor(
                        SCORE, new Batching<>(SCORE, flow.batch(), overlap, () -> scoreWork(rejected), commits), DECODE)
                .addProcessor(VERDICT, () -> verdictProcessor(catchUpWithSettings), SCORE)
                .addProcessor(EXPLAIN, () -> explainProcessor(outputs, budget, sample), VERDICT)
                .addProcessor(TRACK, this::trackProcessor, EXPLAIN)
                // After SCORE: at a commit Kafka Streams flushes the stores in the order in which they were added. The
                // batch
                // leaves first, then the states that it changes are written.
                .addStateStore(new UnwrappedStoreBuilder<>(SOURCES, true, SourceStore::new), TRACK)
                .connectProcessorAndStateStores(TRACK, Batching.hookName(SCORE))
                .addSink(SCORES, topics.scores(), bytesOut, bytesOut, VERDICT)
                .addSink(ANOMALIES, topics.anomalies(), bytesOut, bytesOut, EXPLAIN)
                .addSink(EVIDENCE, topics.evidence(), bytesOut, bytesOut, EXPLAIN)
                .addSink(INCIDENTS, topics.incidents(), bytesOut, bytesOut, TRACK)
                .addSink(REJECTED, topics.rejected(), bytesOut, bytesOut, DECODE, SCORE);
    }

    private DecodeProcessor decodeProcessor(RejectedRecord rejected, Outputs outputs, CommitTicks commits) {
        ImageDecoder decoder = new ImageDecoder(scoring.preprocessing(), scoring.decoding());
        return new DecodeProcessor(decoder, rejected, outputs, observer, commits);
    }

    private ScoreWork scoreWork(RejectedRecord rejected) {
        ImageModel model = scoring.model();
        IsolatingScorer scorer = new IsolatingScorer(model.newScorer(), model.shape());
        return new ScoreWork(scorer, rejected, scoring.currentJudge(), observer);
    }

    private VerdictProcessor verdictProcessor(Runnable catchUpWithSettings) {
        return new VerdictProcessor(catchUpWithSettings, scoreJson(), observer);
    }

    private ExplainProcessor explainProcessor(Outputs outputs, EvidenceBudget budget, LatentSample sample) {
        return new ExplainProcessor(
                new Inspection(scoring.model()),
                new EvidenceRate(flow.evidence()),
                budget,
                sample,
                scoreJson(),
                new EvidenceRecord(
                        scoring.model().identity(), () -> outputs.limits().now().maxEvidenceBytes()),
                observer);
    }

    private TrackProcessor trackProcessor() {
        IncidentJson json = new IncidentJson(scoring.model().identity(), scoring.beta());
        return new TrackProcessor(flow.incidents(), flow.topics().inputs(), json, observer);
    }

    private ScoreJson scoreJson() {
        return new ScoreJson(scoring.model().identity(), scoring.beta());
    }
}
