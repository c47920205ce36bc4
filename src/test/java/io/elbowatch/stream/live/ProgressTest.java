package io.elbowatch.stream.live;

import io.elbowatch.core.source.HandlingAct;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private final Progress progress = new Progress(2);

    @Test
    void shouldCountOnForBothIncidentsOfASource() {
        progress.opened("a", "line-1", 10, 0);
        progress.image("line-1", 20);
        progress.opened("b", "line-1", 30, 7);
        progress.image("line-1", 40);
        progress.anomaly("line-1", 40);

        assertThat(progress.counts()).extracting(Progress.Count::id).containsExactly("a", "b");
        assertThat(progress.counts()).extracting(Progress.Count::images).containsExactly(2L, 1L);
        assertThat(progress.counts()).extracting(Progress.Count::anomalies).containsExactly(1L, 1L);
        assertThat(progress.counts()).extracting(Progress.Count::fromMillis).containsExactly(0L, 7L);
    }

    @Test
    void shouldCountAnIncidentOnceThatIsReadTwice() {
        progress.opened("a", "line-1", 10, 0);
        progress.image("line-1", 20);
        progress.opened("a", "line-1", 10, 0);

        assertThat(progress.counts()).extracting(Progress.Count::images).containsExactly(1L);
    }

    @Test
    void shouldForgetTheOldestBeyondTheLimitAndTheClosed() {
        progress.opened("a", "line-1", 10, 0);
        progress.opened("b", "line-2", 10, 0);
        progress.opened("c", "line-3", 10, 0);
        progress.closed("b");
        progress.closed("unknown");
        progress.image("line-1", 20);

        assertThat(progress.counts()).extracting(Progress.Count::id).containsExactly("c");
    }

    @Test
    void shouldCountTheImagesSinceSomebodyTookCare() {
        progress.opened("a", "line-1", 10, 0);
        progress.anomaly("line-1", 20);
        progress.image("line-1", 20);
        progress.handled("a/acknowledged", "a", HandlingAct.ACKNOWLEDGED, 25);
        progress.image("line-1", 30);
        progress.image("line-1", 40);
        progress.anomaly("line-1", 40);

        assertThat(progress.counts()).extracting(Progress.Count::imagesSince).containsExactly(2L);
        assertThat(progress.counts()).extracting(Progress.Count::anomaliesSince).containsExactly(1L);
        assertThat(progress.counts()).extracting(Progress.Count::images).containsExactly(3L);

        progress.handled("a/closed", "a", HandlingAct.CLOSED, 45);
        progress.image("line-1", 46);
        assertThat(progress.counts())
                .as("since it was closed")
                .extracting(Progress.Count::imagesSince)
                .containsExactly(1L);
        progress.withdrawn("a/closed");
        assertThat(progress.counts())
                .as("it is still acknowledged")
                .extracting(Progress.Count::imagesSince)
                .containsExactly(3L);

        progress.withdrawn("a/acknowledged");
        progress.image("line-1", 50);
        assertThat(progress.counts()).extracting(Progress.Count::imagesSince).containsExactly(0L);
    }

    /** A record that is read twice changes nothing; one of somebody else begins anew, as its own counts do. */
    @Test
    void shouldBeginAnewWithAnotherRecordOfTheSameAct() {
        progress.opened("a", "line-1", 10, 0);
        progress.handled("a/acknowledged", "a", HandlingAct.ACKNOWLEDGED, 25);
        progress.image("line-1", 30);
        progress.handled("a/acknowledged", "a", HandlingAct.ACKNOWLEDGED, 25);
        assertThat(progress.counts()).extracting(Progress.Count::imagesSince).containsExactly(1L);

        progress.handled("a/acknowledged", "a", HandlingAct.ACKNOWLEDGED, 35);
        assertThat(progress.counts()).extracting(Progress.Count::imagesSince).containsExactly(0L);
    }

    @Test
    void shouldKnowWhoTookCareBeforeTheIncidentItself() {
        progress.handled("a/acknowledged", "a", HandlingAct.ACKNOWLEDGED, 25);
        progress.opened("a", "line-1", 10, 0);
        progress.image("line-1", 20);

        assertThat(progress.counts()).extracting(Progress.Count::imagesSince).containsExactly(1L);
    }
}
