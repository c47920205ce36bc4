package io.elbowatch.testing;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.OutputLimits;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.ScoringModel;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.ScoringTopology;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.flow.TimestampWindow;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Places;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/** Flows, model sides and topologies of tests, with defaults for what a test does not care about. */
public final class Flows {
    public static final OutputLimits LIMITS = new OutputLimits(1 << 20, 1 << 20, 1 << 20, TimestampWindow.UNLIMITED);

    /** Batches that leave at a commit alone: a {@link TopologyTestDriver} commits after every record. */
    public static final BatchLimits UNTIL_COMMIT = new BatchLimits(64, 1 << 20, Duration.ofHours(1));

    /** Raw images, or a reference in the header {@code elbowatch-ref} with its hash beside it. */
    public static final IntakeSettings BY_HEADER = new IntakeSettings(
            new IntakeRules(
                    IntakeFormat.RAW,
                    IntakeRules.DEFAULT_IMAGE,
                    Places.parse("key"),
                    Places.NONE,
                    Places.NONE,
                    Places.NONE,
                    Places.parse("header:elbowatch-ref"),
                    Places.parse("header:elbowatch-ref-sha256")),
            Map.of(),
            1 << 20,
            Optional.empty());

    private static final Preprocessing STRETCH = new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH);

    private Flows() {}

    /** A flow whose batches are scored on the thread of the stream. */
    public static FlowSettings of(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, Overlap.OFF, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT);
    }

    /** A flow whose batches are scored on a thread of their own. */
    public static FlowSettings overlapping(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, Overlap.ON, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT);
    }

    public static ScoringModel scoring(FakeModel model, Judge judge) {
        return scoring(plan(model, judge));
    }

    public static ScoringModel scoring(CurrentPlan plan) {
        return new ScoringModel(plan, DecodeLimits.DEFAULT);
    }

    /** The plan that sends all images to this model; no record names others. */
    public static CurrentPlan plan(FakeModel model, Judge judge) {
        return CurrentPlan.ofOne(served(model, judge));
    }

    /** A model under another name than its own. */
    public static ServedModel named(String bundle, FakeModel model, Judge judge) {
        return new ServedModel(bundle, model, STRETCH, new JudgeGroups(judge));
    }

    public static ServedModel served(FakeModel model, Judge judge) {
        return ServedModel.of(model, STRETCH, judge);
    }

    /** The topology over these topics, which nobody observes. */
    public static Topology topology(Topics topics, ScoringModel scoring) {
        return new ScoringTopology(of(topics, UNTIL_COMMIT), scoring, ScoringObserver.NONE).build(LIMITS);
    }

    /** A driver of the topology over the default topics. */
    public static TopologyTestDriver driver(ScoringModel scoring) {
        return new TopologyTestDriver(topology(Topics.DEFAULT, scoring), properties());
    }

    /** The properties of a {@link TopologyTestDriver}, which connects to no broker. */
    public static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        return properties;
    }
}
