package io.elbowatch.core.source;

import io.elbowatch.core.source.IncidentEvent.Ending;
import io.elbowatch.core.source.SourceWatch.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceWatchTest {
    private static final double WORST = 1 / 20_001.0;
    private static final double NORMAL = 0.6;
    private static final long SILENCE = IncidentSettings.DEFAULT.silence().toMillis();
    private static final long FORGET = IncidentSettings.DEFAULT.forget().toMillis();

    private final Source source = new Source(IncidentSettings.DEFAULT.falseAlarmImages());

    @Test
    void shouldOpenOneIncidentForOneFaultAndCloseItAfterwards() {
        source.sends(20, NORMAL).sends(200, WORST).sends(400, NORMAL);

        assertThat(source.events()).hasSize(2);
        IncidentEvent opened = source.events().get(0);
        assertThat(opened.ending()).isEmpty();
        assertThat(opened.kind()).isEqualTo(IncidentKind.ANOMALIES);
        IncidentEvent closed = source.events().get(1);
        assertThat(closed.ending()).contains(Ending.RECOVERED);
        assertThat(closed.onset()).isEqualTo(opened.onset());
        assertThat(closed.durationMillis()).isEqualTo(closed.atMillis() - 20_000);
    }

    @Test
    void shouldSaySinceWhenHowManyAndWhichWasWorst() {
        source.sends(20, NORMAL).sends(1, 0.003).sends(1, WORST).sends(1, WORST).sends(1, NORMAL);
        source.sends(3, WORST);

        IncidentEvent opened = source.events().get(0);
        ImageRun run = opened.run().orElseThrow();
        assertThat(opened.onset()).isEqualTo(new ImagePlace(20, 20_000));
        assertThat(opened.atMillis()).isEqualTo(1_000L * (20 + run.images() - 1));
        assertThat(run.anomalous()).isEqualTo(run.images() - 1);
        assertThat(run.worst().place()).isEqualTo(new ImagePlace(21, 21_000));
        assertThat(run.worst().pValue()).isEqualTo(WORST);
        assertThat(run.worst().evidence()).isTrue();
    }

    @Test
    void shouldCountTheImagesOfTheWholeIncidentWhenItCloses() {
        source.sends(20, NORMAL).sends(200, WORST).sends(400, NORMAL);

        ImageRun run = source.events().get(1).run().orElseThrow();
        assertThat(run.anomalous()).isEqualTo(200);
        assertThat(run.images()).isBetween(300, 600);
    }

    @Test
    void shouldNotOpenForAFewSingleAnomalies() {
        Random random = new Random(1);
        for (int i = 0; i < 5; i++) {
            for (int normal = 0; normal < 300; normal++) {
                source.sends(random.nextDouble());
            }
            source.sends(WORST);
        }

        assertThat(source.events()).isEmpty();
    }

    @Test
    void shouldOpenAndCloseASilenceByStreamTime() {
        source.sends(5, NORMAL)
                .isEstablished()
                .idles(SILENCE - 1, 0)
                .idles(SILENCE, 0)
                .idles(SILENCE + 5, 0);

        assertThat(source.events()).hasSize(1);
        IncidentEvent opened = source.events().get(0);
        assertThat(opened.kind()).isEqualTo(IncidentKind.SILENCE);
        assertThat(opened.onset()).isEqualTo(new ImagePlace(4, 4_000));
        assertThat(opened.atMillis()).isEqualTo(4_000 + SILENCE);
        source.sends(2, NORMAL);
        assertThat(source.events()).hasSize(2);
        assertThat(source.events().get(1).ending()).contains(Ending.RECOVERED);
        assertThat(source.events().get(1).onset()).isEqualTo(opened.onset());
        assertThat(source.events().get(1).atMillis()).isEqualTo(5_000);
    }

    @Test
    void shouldOpenASilenceByTheWallClockAndSayTheSame() {
        Source byStream = new Source(IncidentSettings.DEFAULT.falseAlarmImages());
        byStream.sends(5, NORMAL).isEstablished().idles(SILENCE, 0);
        source.sends(5, NORMAL).isEstablished().idles(0, SILENCE);

        assertThat(source.events()).isEqualTo(byStream.events()).hasSize(1);
    }

    /** What came while nobody looked cannot be missed: the wall clock counts from the start. */
    @Test
    void shouldNotTakeARestartForASilence() {
        source.sends(5, NORMAL).isEstablished();
        SourceState state = source.state().orElseThrow();
        long wall = state.arrivalMillis() + 10 * SILENCE;

        SourceWatch watch = new SourceWatch(IncidentSettings.DEFAULT);
        assertThat(watch.lapsed(state, new Moment(state.streamMillis(), wall), wall - SILENCE + 1, true))
                .isEmpty();
        assertThat(watch.lapsed(state, new Moment(state.streamMillis(), wall), wall - SILENCE, true)
                        .orElseThrow()
                        .events())
                .hasSize(1);
    }

    @Test
    void shouldForgetAnIdleSourceAndCloseItsIncidents() {
        source.sends(20, NORMAL)
                .isEstablished()
                .sends(20, WORST)
                .idles(SILENCE, 0)
                .idles(FORGET, 0);

        assertThat(source.state()).isEmpty();
        assertThat(source.events())
                .extracting(IncidentEvent::kind)
                .containsExactly(
                        IncidentKind.ANOMALIES, IncidentKind.SILENCE, IncidentKind.ANOMALIES, IncidentKind.SILENCE);
        assertThat(source.events().subList(2, 4))
                .allMatch(event -> event.ending().equals(Optional.of(Ending.FORGOTTEN)))
                .allMatch(event -> event.atMillis() == 39_000 + FORGET);
    }

    /** As a replay does, that leaps over a week-end. */
    @Test
    void shouldSayOfALeapWhatItWouldHaveSaidOfTheTime() {
        Source slowly = new Source(IncidentSettings.DEFAULT.falseAlarmImages());
        slowly.sends(3, NORMAL).isEstablished().idles(SILENCE, SILENCE).idles(FORGET, FORGET);
        source.sends(3, NORMAL).isEstablished().idles(3 * FORGET, 0);

        assertThat(source.events()).isEqualTo(slowly.events()).hasSize(2);
    }

    @Test
    void shouldOpenNoSilenceWhereNoneIsWatchedFor() {
        Source unmissed = new Source(
                new SourceWatch(new IncidentSettings(1_000_000, Duration.ZERO, IncidentSettings.DEFAULT.forget(), 10)));
        unmissed.sends(3, NORMAL).isEstablished().idles(FORGET - 1, FORGET - 1);
        assertThat(unmissed.events()).isEmpty();
        assertThat(unmissed.state()).isPresent();

        SourceState state = source.sends(3, NORMAL).isEstablished().state().orElseThrow();
        assertThat(new SourceWatch(IncidentSettings.DEFAULT).lapsed(state, new Moment(FORGET / 2, 0), 0, false))
                .isEmpty();
    }

    @Test
    void shouldMissAKeyOnceItCameInThreeTicks() {
        source.sends(120, NORMAL).idles(SILENCE, SILENCE);
        assertThat(source.events()).isEmpty();

        source.sends(1, NORMAL).idles(SILENCE, SILENCE);
        assertThat(source.events()).hasSize(1);
    }

    /** P-values of two calibrations are not comparable. */
    @Test
    void shouldBeginItsStatisticsAgainWithAnotherModel() {
        source.scoredBy(7).sends(5, 0.01);
        assertThat(source.state().orElseThrow().statistic()).isGreaterThan(1);
        ImagePlace next = new ImagePlace(source.images(), 1_000 * source.images());
        source.scoredBy(8).sends(NORMAL);
        SourceState state = source.state().orElseThrow();
        assertThat(state.statistic()).isLessThan(1);
        assertThat(state.basis()).isEqualTo(new SourceState.Basis(8, Optional.of(next)));
        assertThat(source.events()).isEmpty();
    }

    /** As of an earlier version, which did not know the model. */
    @Test
    void shouldContinueWhereTheModelWasNotKnown() {
        source.sends(20, 0.01);
        double before = source.state().orElseThrow().statistic();
        source.scoredBy(8).sends(0.01);
        assertThat(source.state().orElseThrow().statistic()).isGreaterThan(before);
        assertThat(source.state().orElseThrow().basis()).isEqualTo(new SourceState.Basis(8, Optional.empty()));
    }

    @Test
    void shouldKeepAnIncidentOpenAcrossAnotherModelUntilEvidenceClosesIt() {
        source.scoredBy(7).sends(200, 1e-3);
        assertThat(source.inIncident()).isTrue();
        source.scoredBy(8).sends(NORMAL);
        assertThat(source.inIncident()).isTrue();
        source.sends(500, NORMAL);
        assertThat(source.inIncident()).isFalse();
        assertThat(source.events()).hasSize(2);
    }

    @Test
    void shouldSayNoTimeBeforeTheImageWhereItsClockIsWrong() {
        SourceWatch watch = new SourceWatch(IncidentSettings.DEFAULT);
        ImagePlace last = new ImagePlace(7, Long.MAX_VALUE - 1);
        SourceState state =
                new SourceState(last, 0, 0, SourceState.START, Optional.empty(), false, 0, SourceState.Basis.UNKNOWN);

        assertThat(watch.lapsed(state, new Moment(FORGET, FORGET), 0, true)
                        .orElseThrow()
                        .events())
                .hasSize(2)
                .allMatch(event -> event.atMillis() == Long.MAX_VALUE && event.durationMillis() <= 1);
    }
}
