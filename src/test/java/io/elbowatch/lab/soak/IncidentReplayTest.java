package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentEvent;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.source.SeenImage;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.core.source.SourceWatch;
import io.elbowatch.core.source.SourceWatch.Moment;
import io.elbowatch.core.source.SourceWatch.Step;
import io.elbowatch.stream.wire.IncidentJson;
import io.elbowatch.stream.wire.ModelStamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class IncidentReplayTest {
    private static final String SOURCE = "camera-1";
    private static final double P = 0.0001;
    private static final int IMAGES = 10;

    private final IncidentReplay replay = new IncidentReplay();

    @Test
    void shouldAgreeWithWhatTheStreamWritesWhicheverComesFirst() throws IOException {
        replay.written(SOURCE, opened(true).get(0));
        scoreAll();

        assertThat(replay.agreeing()).isEqualTo(1);
        assertThat(replay.wrong()).isZero();
    }

    @Test
    void shouldMissARecordThatWasNotWritten() throws IOException {
        scoreAll();

        assertThat(replay.wrong()).isEqualTo(1);
    }

    @Test
    void shouldSeeARecordTooMany() throws IOException {
        replay.written(SOURCE, opened(true).get(0));
        replay.written(SOURCE, opened(true).get(0));
        scoreAll();

        assertThat(replay.wrong()).isEqualTo(1);
    }

    @Test
    void shouldSeeARecordThatSaysSomethingElse() throws IOException {
        replay.written(
                SOURCE,
                new String(opened(true).get(0), UTF_8)
                        .replace("\"images\":", "\"images\":1")
                        .getBytes(UTF_8));
        scoreAll();

        assertThat(replay.agreeing()).isZero();
        assertThat(replay.wrong()).isEqualTo(1);
    }

    private void scoreAll() throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            replay.scored(score(i));
        }
    }

    private static JsonNode score(int offset) throws IOException {
        return new ObjectMapper().readTree(String.format(Locale.ROOT, """
                        {"image": {"partition": 3, "offset": %d, "timestamp": %d, "source": "%s"},
                         "verdict": {"pValue": %s, "anomalous": true}}""", offset, 1_000 + offset, SOURCE, P));
    }

    /** What the stream writes of these images, by another version of the model and with a picture or without. */
    private static List<byte[]> opened(boolean evidence) {
        SourceWatch watch = new SourceWatch(IncidentSettings.DEFAULT);
        IncidentJson json = new IncidentJson();
        ModelStamp stamp = new ModelStamp("m", new ModelIdentity("m", "2", "f", "cpu"), 1);
        List<byte[]> incidents = new ArrayList<>();
        Optional<SourceState> state = Optional.empty();
        for (int i = 0; i < IMAGES; i++) {
            Step step = watch.seen(
                    state, new SeenImage(new ImagePlace(i, 1_000 + i), P, true, evidence), new Moment(5_000, 6_000));
            state = step.state();
            for (IncidentEvent event : step.events()) {
                incidents.add(json.write(stamp, SOURCE.getBytes(UTF_8), new TopicPartition("images", 3), event));
            }
        }
        return incidents;
    }
}
