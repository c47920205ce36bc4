package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.quality.ReviewDraw;
import io.elbowatch.stream.batch.Batching;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.batch.UnwrappedStoreBuilder;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.output.OutputSerializer;
import io.elbowatch.stream.output.OutputValues;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.stream.wire.EvidenceRecord;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

import static io.elbowatch.stream.flow.NodeNames.ANOMALIES;
import static io.elbowatch.stream.flow.NodeNames.DECODE;
import static io.elbowatch.stream.flow.NodeNames.EXPLAIN;
import static io.elbowatch.stream.flow.NodeNames.IMAGES;
import static io.elbowatch.stream.flow.NodeNames.INCIDENTS;
import static io.elbowatch.stream.flow.NodeNames.REVIEW;
import static io.elbowatch.stream.flow.NodeNames.SCORE;
import static io.elbowatch.stream.flow.NodeNames.SCORES;
import static io.elbowatch.stream.flow.NodeNames.SOURCES;
import static io.elbowatch.stream.flow.NodeNames.TRACK;
import static io.elbowatch.stream.flow.NodeNames.VERDICT;

/**
 * The flow as Kafka Streams runs it. Every image that enters leaves exactly once, to scores or to rejected.
 *
 * <pre>
 * images ─► decode ─► score ─► verdict ─┬► scores, review
 *             │         │               └► explain ─┬► anomalies, evidence
 *             │         │                           └► track ─► incidents
 *             └─────────┴► rejected
 * </pre>
 *
 * <p>Where the values of evidence or rejected go to a store, their records wait for it in nodes of their own
 * ({@link Outlets}).
 *
 * @param flow topics, batches, evidence and incidents
 * @param scoring the model side: the plan, its models and judges
 * @param observer follows the work
 * @param tracing follows single images
 */
public record ScoringTopology(FlowSettings flow, ScoringModel scoring, ScoringObserver observer, Tracing tracing) {

    public ScoringTopology {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(scoring, "scoring");
        Objects.requireNonNull(observer, "observer");
        Objects.requireNonNull(tracing, "tracing");
    }

    /** A topology without traces. */
    public ScoringTopology(FlowSettings flow, ScoringModel scoring, ScoringObserver observer) {
        this(flow, scoring, observer, Tracing.NONE);
    }

    /** The topology without a settings topic; Kafka Streams alone decides when it commits. */
    public Topology build(OutputLimits limits) {
        return build(Outputs.of(limits, Integer.MAX_VALUE), CommitTicks.NONE, () -> {}, InputReads.NONE);
    }

    /**
     * The topology, with the names of {@link NodeNames}. A registry of schemas is asked here, and not while images are
     * scored.
     *
     * @param outputs limits of the output topics, and what they refused
     * @param commits when the tasks of a stream thread ask for a commit
     * @param catchUpWithSettings returns when the current plan is at least as new as any plan of another instance so
     *     far
     * @param reads of the input topics; {@link InputReads#NONE} where results are not committed with their offsets
     */
    public Topology build(Outputs outputs, CommitTicks commits, Runnable catchUpWithSettings, InputReads reads) {
        Topics topics = flow.topics();
        Outlets outlets = Outlets.of(outputs);
        RejectedRecord rejected = new RejectedRecord(
                image -> outputs.refused().leavesBare(image)
                        ? 0
                        : outputs.limits().now().maxRejectedBytes(),
                outlets.storesRejected());
        Intakes intakes = new Intakes(flow.intake());
        InputProgress progress = new InputProgress(topics.inputs(), reads);
        EvidenceBudget budget = new EvidenceBudget();
        LatentSample sample = new LatentSample(System::nanoTime);
        boolean overlap =
                flow.overlap().on(scoring.plan().now().main().model().identity().provider());
        ByteArrayDeserializer bytesIn = new ByteArrayDeserializer();
        ByteArraySerializer bytesOut = new ByteArraySerializer();
        OutputValues output = new OutputValues(flow.output());
        Optional<ReviewDraw> review = topics.people().review().map(topic -> draw());
        Topology topology = new Topology();
        topology.addSource(IMAGES, bytesIn, bytesIn, topics.inputs().toArray(String[]::new))
                .<byte[], byte[], byte[], Object>addProcessor(
                        DECODE,
                        () -> decodeProcessor(
                                intakes.another(), rejected, outputs, outlets, commits, catchUpWithSettings, progress),
                        IMAGES)
                .addProcessor(
                        SCORE,
                        new Batching<>(SCORE, flow.batch(), overlap, () -> scoreWork(rejected, outlets), commits),
                        DECODE)
                .addProcessor(VERDICT, () -> verdictProcessor(review), SCORE)
                .addProcessor(EXPLAIN, () -> explainProcessor(outputs, outlets, budget, sample), VERDICT)
                .addProcessor(TRACK, this::trackProcessor, EXPLAIN)
                // After SCORE: at a commit Kafka Streams flushes the stores in the order in which they were added.
                // The batch leaves first, then the states that it changes are written.
                .addStateStore(new UnwrappedStoreBuilder<>(SOURCES, true, () -> new SourceStore(progress)), TRACK)
                .connectProcessorAndStateStores(TRACK, Batching.hookName(SCORE))
                .addSink(SCORES, topics.scores(), bytesOut, values(output, topics.scores()), VERDICT)
                .addSink(ANOMALIES, topics.anomalies(), bytesOut, values(output, topics.anomalies()), EXPLAIN)
                .addSink(INCIDENTS, topics.incidents(), bytesOut, values(output, topics.incidents()), TRACK);
        outlets.addTo(topology, topics, commits);
        topics.people().review().ifPresent(topic -> topology.addSink(REVIEW, topic, bytesOut, bytesOut, VERDICT));
        return topology;
    }

    private OutputSerializer values(OutputValues output, String topic) {
        return new OutputSerializer(output.writer(flow.topics().kinds().get(topic), topic));
    }

    /** One for all tasks, since its limit is that of the instance. */
    private ReviewDraw draw() {
        ReviewSettings rates = flow.review();
        return new ReviewDraw(rates.randomRate(), rates.nearRate(), rates.maxPerHour());
    }

    private DecodeProcessor decodeProcessor(
            Intakes intakes,
            RejectedRecord rejected,
            Outputs outputs,
            Outlets outlets,
            CommitTicks commits,
            Runnable catchUpWithSettings,
            InputProgress progress) {
        return new DecodeProcessor(
                intakes,
                scoring,
                catchUpWithSettings,
                rejected,
                outlets.rejected(),
                outputs,
                observer,
                tracing,
                commits,
                progress);
    }

    private ScoreWork scoreWork(RejectedRecord rejected, Outlets outlets) {
        PerModel<IsolatingScorer> scorers = new PerModel<>(
                scoring.plan(),
                model -> new IsolatingScorer(scoring.around().apply(model).newScorer(), model.shape()));
        return new ScoreWork(scorers, rejected, outlets.rejected(), observer, tracing);
    }

    private VerdictProcessor verdictProcessor(Optional<ReviewDraw> review) {
        return new VerdictProcessor(
                scoring.shadow(), review, new ScoreJson(), flow.output().format(), observer);
    }

    private ExplainProcessor explainProcessor(
            Outputs outputs, Outlets outlets, EvidenceBudget budget, LatentSample sample) {
        return new ExplainProcessor(
                new PerModel<>(
                        scoring.plan(), model -> new Inspection(scoring.around().apply(model))),
                new EvidenceRate(flow.evidence()),
                budget,
                sample,
                new ScoreJson(),
                flow.output().format(),
                new EvidenceRecord(outlets.maxEvidenceBytes(outputs)),
                outlets.evidence(),
                observer);
    }

    private TrackProcessor trackProcessor() {
        return new TrackProcessor(
                flow.incidents(),
                flow.topics().inputs(),
                scoring.plan(),
                flow.output().format(),
                observer);
    }
}
