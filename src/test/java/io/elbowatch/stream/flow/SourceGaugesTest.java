package io.elbowatch.stream.flow;

import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.source.SeenImage;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.core.source.SourceWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceGaugesTest {
    private static final TopicPartition PARTITION = new TopicPartition("images", 2);

    private final Set<String> open = new TreeSet<>();
    private int number;
    private final SourceGauges gauges = new SourceGauges(new ScoringObserver() {
        @Override
        public void incident(IncidentKind kind, String id, boolean isOpen) {
            if (isOpen) {
                open.add(id);
            } else {
                open.remove(id);
            }
        }

        @Override
        public void incidentsOpen(IncidentKind kind, int incidents) {
            number += incidents;
        }
    });

    @Test
    void shouldNameTheOpenIncidentsAsTheirRecordsDo() {
        Optional<SourceState> state = Optional.empty();
        for (int offset = 100; offset < 120; offset++) {
            state = step(state, offset, 0.0001);
        }
        assertThat(open).containsExactly("images-2-100-anomalies");
        assertThat(number).isEqualTo(1);

        for (int offset = 120; offset < 2_000; offset++) {
            state = step(state, offset, 0.9);
        }
        assertThat(open).isEmpty();
        assertThat(number).isZero();
    }

    @Test
    void shouldTakeItsIncidentsWithItsTask() {
        Optional<SourceState> state = Optional.empty();
        for (int offset = 0; offset < 20; offset++) {
            state = step(state, offset, 0.0001);
        }
        gauges.clear();
        assertThat(open).isEmpty();
        assertThat(number).isZero();

        gauges.changed(PARTITION, Optional.empty(), state); // restored elsewhere
        assertThat(open).containsExactly("images-2-0-anomalies");
        assertThat(number).isEqualTo(1);
    }

    private Optional<SourceState> step(Optional<SourceState> before, int offset, double pValue) {
        SourceWatch watch =
                new SourceWatch(new IncidentSettings(100_000, Duration.ofMinutes(10), Duration.ofHours(24), 100));
        Optional<SourceState> after = watch.seen(
                        before,
                        new SeenImage(new ImagePlace(offset, offset * 1_000L), pValue, pValue < 0.001, false, 7),
                        new SourceWatch.Moment(offset * 1_000L, offset * 1_000L))
                .state();
        gauges.changed(PARTITION, before, after);
        return after;
    }
}
