package io.elbowatch.stream.incidents;

import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.core.source.HandlingProblem;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class HandledIncidentsTest {
    private final HandledIncidents handled = new HandledIncidents(3);

    @Test
    void shouldCountWhatIsAcknowledgedOrClosedButNoComment() {
        take(record(1, HandlingAct.ACKNOWLEDGED));
        take(record(1, HandlingAct.CLOSED));
        take(record(2, HandlingAct.COMMENTED));

        assertThat(handled.among(Set.of(id(1), id(2), id(3)))).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatIsTakenBack() {
        take(record(1, HandlingAct.ACKNOWLEDGED));
        take(record(1, HandlingAct.CLOSED));
        withdraw(record(1, HandlingAct.CLOSED));
        assertThat(handled.among(Set.of(id(1)))).isEqualTo(1);

        withdraw(record(1, HandlingAct.ACKNOWLEDGED));
        withdraw(record(1, HandlingAct.ACKNOWLEDGED));
        assertThat(handled.among(Set.of(id(1)))).isZero();
    }

    @Test
    void shouldReplaceARecordOfTheSameKey() {
        take(record(1, HandlingAct.ACKNOWLEDGED));
        take(record(1, HandlingAct.ACKNOWLEDGED));
        withdraw(record(1, HandlingAct.ACKNOWLEDGED));

        assertThat(handled.size()).isZero();
    }

    @Test
    void shouldBoundItsMemory() {
        for (int i = 1; i <= 5; i++) {
            take(record(i, HandlingAct.CLOSED));
        }

        assertThat(handled.size()).isEqualTo(3);
        assertThat(handled.among(Set.of(id(1), id(2), id(3), id(4), id(5)))).isEqualTo(3);
        assertThat(handled.among(Set.of(id(1)))).isZero();
    }

    @Test
    void shouldCountWhatIsWrongAndGoOn() {
        handled.take(id(1).getBytes(UTF_8), "{".getBytes(UTF_8));
        handled.take(null, new byte[0]);
        take(record(1, HandlingAct.CLOSED));

        assertThat(handled.refused())
                .containsEntry(HandlingProblem.MALFORMED, 1L)
                .containsEntry(HandlingProblem.FIELD, 1L)
                .containsEntry(HandlingProblem.SCHEMA, 0L);
        assertThat(handled.size()).isEqualTo(1);
    }

    private void take(HandlingRecord record) {
        handled.take(record.key().getBytes(UTF_8), HandlingJson.write(record));
    }

    private void withdraw(HandlingRecord record) {
        handled.take(record.key().getBytes(UTF_8), null);
    }

    private static HandlingRecord record(int incident, HandlingAct act) {
        return new HandlingRecord(id(incident), act, Optional.of("seen"), "anna", 5, Optional.empty());
    }

    private static String id(int incident) {
        return "images-0-" + incident + "-anomalies";
    }
}
