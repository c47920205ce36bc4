package io.elbowatch.report;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.replay.Flip;
import io.elbowatch.core.replay.LabelledQuality;
import io.elbowatch.core.replay.LabelledReplay;
import io.elbowatch.core.replay.Replay;
import io.elbowatch.core.replay.ScoreShift;
import io.elbowatch.core.replay.SourceReplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema/replay.schema.json} with what is printed. */
class ReplaySchemaTest {
    private static final ModelIdentity MODEL = new ModelIdentity("boards", "2.0.0", "0".repeat(64), "cpu");
    private static final ReplaySummary.Cost COST = new ReplaySummary.Cost(10, 0.5, 2, 0.8);
    private static final Replay NOTHING =
            new Replay(new SourceReplay("", 0, 0, 0, 0, 0, 0), List.of(), List.of(), List.of(), Optional.empty());
    private static final LabelledQuality QUALITY = new LabelledQuality(
            new LabelledQuality.Share(OptionalDouble.of(0.5), 0.1, 0.9, 4),
            new LabelledQuality.Share(OptionalDouble.of(0.1), 0.01, 0.3, 4),
            new LabelledQuality.Share(OptionalDouble.empty(), 0, 1, 0));
    private static final Replay FULL = new Replay(
            new SourceReplay("", 10, 3, 8, 2, 2, 1),
            List.of(new SourceReplay("camera-1", 10, 3, 8, 2, 2, 1)),
            List.of(new Flip(2, 17, 1_700_000_000_000L, "camera-1", true, 0.5f, 0.001f)),
            List.of(new ScoreShift("p-value of local", 0.3, 0.6, 0.5, 0.2)),
            Optional.of(new LabelledReplay(4, QUALITY, QUALITY)));

    private final String open = Files.readString(Path.of("docs", "schema", "replay.schema.json"));
    private final Schema closed = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(open.replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    ReplaySchemaTest() throws IOException {}

    private static String json(ReplaySummary.Before before, Replay replay) {
        return ReplayJson.of(
                new ReplaySummary(
                        "images", MODEL, 0.01, "local", Map.of("empty", 1L), before, COST, List.of("gone"), replay),
                List.of("flips>0"));
    }

    @Test
    void shouldDescribeEveryReplayThatIsPrinted() {
        ReplaySummary.Before recorded = new ReplaySummary.Before(
                Optional.of("scores"), Map.of("boards 1.0.0 000000000000", 8L), 1, 2, 3, true, Optional.empty());
        ReplaySummary.Before scored =
                new ReplaySummary.Before(Optional.empty(), Map.of(), 0, 0, 0, false, Optional.of(COST));

        for (String json : List.of(json(recorded, FULL), json(scored, FULL), json(recorded, NOTHING))) {
            assertThat(closed.validate(json, InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void shouldFindAFieldThatIsNotDescribed() {
        String json = json(new ReplaySummary.Before(Optional.empty(), Map.of(), 0, 0, 0, false, Optional.empty()), FULL)
                .replace("\"newlyReported\"", "\"newly\"");

        assertThat(closed.validate(json, InputFormat.JSON)).isNotEmpty();
    }
}
