package io.elbowatch.testing;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.ScoringModel;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.reference.ReferencedImages;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.trace.Tracing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A stream that is not started yet: a {@link FakeModel}, exactly-once, one thread that is not replaced, existing
 * topics. A test sets only what differs.
 */
public final class TestStream {
    private final String applicationId;
    private final Map<String, String> kafka = new HashMap<>();
    private Topics topics = Topics.DEFAULT;
    private BatchLimits batch = new BatchLimits(16, 1 << 20, Duration.ofMillis(20));
    private IncidentSettings incidents = IncidentSettings.DEFAULT;
    private OutputSettings output = OutputSettings.DEFAULT;
    private boolean creatingTopics;
    private Guarantee guarantee = Guarantee.EXACTLY_ONCE_V2;
    private RestartLimits restarts = new RestartLimits(0, Duration.ofMinutes(1));
    private ImageModel model = new FakeModel();
    private Preprocessing preprocessing = new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH);
    private Judge judge = Calibrations.judge(999, 0.01);
    private ScoringObserver observer = ScoringObserver.NONE;
    private Tracing tracing = Tracing.NONE;
    private Optional<CurrentPlan> plan = Optional.empty();
    private IntakeSettings intake = IntakeSettings.RAW;
    private ReferencedImages references = ReferencedImages.NONE;
    private Optional<Storage> storage = Optional.empty();

    public TestStream(String applicationId, String bootstrapServers) {
        this.applicationId = applicationId;
        kafka("bootstrap.servers", bootstrapServers);
    }

    /** Sets a setting of Kafka. */
    public TestStream kafka(String name, Object value) {
        kafka.put(name, value.toString());
        return this;
    }

    public TestStream over(Topics others) {
        topics = others;
        return this;
    }

    /** Reads the input topics by these rules. */
    public TestStream reading(IntakeSettings other) {
        intake = other;
        return this;
    }

    /** Writes records in another form than plain JSON. */
    public TestStream writing(OutputSettings other) {
        output = other;
        return this;
    }

    public TestStream guaranteeing(Guarantee other) {
        guarantee = other;
        return this;
    }

    public TestStream creatingTopics() {
        creatingTopics = true;
        return this;
    }

    public TestStream in(BatchLimits batches) {
        batch = batches;
        return this;
    }

    public TestStream watching(IncidentSettings settings) {
        incidents = settings;
        return this;
    }

    public TestStream replacingThreads(RestartLimits limits) {
        restarts = limits;
        return this;
    }

    public TestStream of(FakeModel other) {
        model = other;
        return this;
    }

    public TestStream of(ImageModel other, Preprocessing as) {
        model = other;
        preprocessing = as;
        return this;
    }

    /** By this plan, in place of one model. */
    public TestStream planned(CurrentPlan other) {
        plan = Optional.of(other);
        return this;
    }

    public TestStream judgedBy(Judge other) {
        judge = other;
        return this;
    }

    public TestStream seenBy(ScoringObserver other) {
        observer = other;
        return this;
    }

    public TestStream traced(Tracing other) {
        tracing = other;
        return this;
    }

    /** Fetches the images that records refer to. */
    public TestStream referring(ReferencedImages images) {
        references = images;
        return this;
    }

    /** Writes values to a store. */
    public TestStream storing(Storage other) {
        storage = Optional.of(other);
        return this;
    }

    public StreamSettings settings() {
        FlowSettings flow = new FlowSettings(topics, batch, Overlap.OFF, EvidenceLimits.DEFAULT, incidents)
                .withIntake(intake)
                .withOutput(output)
                .withStorage(storage.map(Storage::settings).orElse(StorageSettings.NONE));
        return new StreamSettings(applicationId, flow, creatingTopics, 1, guarantee, restarts, kafka);
    }

    public ScoringApplication start() {
        ScoringModel scoring = plan.map(planned -> new ScoringModel(planned, DecodeLimits.DEFAULT))
                .orElseGet(() -> new ScoringModel(model, preprocessing, DecodeLimits.DEFAULT, judge));
        return ScoringApplication.start(settings(), scoring.withReferences(references), observer, tracing, storage);
    }
}
