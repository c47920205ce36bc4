package io.elbowatch.core.source;

import io.elbowatch.core.source.IncidentEvent.Ending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides from image to image whether something is wrong with a source. An incident of anomalies opens when Σ w·S ≥ A, with A =
 * {@code incidents.false-alarm-images}, and closes when Σ w·S ≤ A/1000; S is capped, so that it closes in bounded time.
 *
 * <p>Why a healthy source opens one at most once in A images on average: every S is at most the Shiryaev–Roberts statistic R of the same
 * bet, R_n = (1 + R_{n−1})·f(p_n), and Σ w·R_n − n is a supermartingale where the p-values are independent and super-uniform, so E[T] ≥ A
 * (Shiryaev 1963, Roberts 1966, Pollak 1985; for p-values Vovk, Petej, Nouretdinov, Ahlberg, Carlsson and Gammerman, "Retrain or not
 * retrain: conformal test martingales for change-point detection", COPA 2021).
 */
public final class SourceWatch {
    /** One image in 20 is one incident, as measured in docs/incidents.md; above 1000 it only closes later. */
    private static final double CLOSING = 1000;

    private final double opening;
    private final double cap;
    private final IncidentSettings settings;

    /**
     * The time, by both clocks.
     *
     * @param streamMillis stream time of the partition
     * @param wallMillis the wall clock here
     */
    public record Moment(long streamMillis, long wallMillis) {}

    /**
     * What came of an image or of the lapse of time.
     *
     * @param state the state from now on; empty where the source is forgotten
     */
    public record Step(Optional<SourceState> state, List<IncidentEvent> events) {

        public Step {
            events = List.copyOf(events);
        }
    }

    public SourceWatch(IncidentSettings settings) {
        this.settings = settings;
        this.opening = settings.falseAlarmImages();
        this.cap = opening / BettingFunction.WEIGHT; // any one bet alone may open
    }

    /** Another image of a source was scored, or the first one. */
    public Step seen(Optional<SourceState> before, SeenImage image, Moment now) {
        List<IncidentEvent> events = new ArrayList<>();
        before.filter(SourceState::silent).ifPresent(state -> events.add(silence(state, Optional.of(image))));
        SourceState arrived = new SourceState(
                image.place(),
                now.streamMillis(),
                now.wallMillis(),
                before.map(SourceState::suspicions).orElse(SourceState.UNSUSPECTED),
                before.flatMap(SourceState::incident),
                false);
        SourceState judged = arrived.incident().isPresent()
                ? inIncident(arrived, arrived.incident().get().with(image), image, events)
                : watched(arrived, image, events);
        return new Step(Optional.of(judged), events);
    }

    /**
     * Time has passed without an image of this source.
     *
     * @param startMillis the wall clock from which on images were looked for here
     * @param expected whether its silence is an incident
     */
    public Step lapsed(SourceState state, Moment now, long startMillis, boolean expected) {
        long idleMillis = Math.max(
                now.streamMillis() - state.streamMillis(),
                now.wallMillis() - Math.max(state.arrivalMillis(), startMillis));
        List<IncidentEvent> events = new ArrayList<>();
        SourceState after = state;
        if (expected
                && settings.watchesSilence()
                && !state.silent()
                && idleMillis >= settings.silence().toMillis()) {
            after = state.with(true);
            events.add(new IncidentEvent(
                    IncidentKind.SILENCE,
                    state.last(),
                    state.last().timestampMillis() + settings.silence().toMillis(),
                    state.last().timestampMillis(),
                    Optional.empty(),
                    Optional.empty()));
        }
        if (idleMillis < settings.forget().toMillis()) {
            return new Step(Optional.of(after), events);
        }
        long atMillis = state.last().timestampMillis() + settings.forget().toMillis();
        after.incident().ifPresent(stretch -> events.add(anomalies(state, stretch, atMillis, Ending.FORGOTTEN)));
        if (after.silent()) {
            events.add(silence(after, Optional.empty()));
        }
        return new Step(Optional.empty(), events);
    }

    private SourceState watched(SourceState state, SeenImage image, List<IncidentEvent> events) {
        CusumState[] suspicions = new CusumState[BettingFunction.ALL.size()];
        for (int i = 0; i < suspicions.length; i++) {
            suspicions[i] = state.suspicions().get(i).next(BettingFunction.ALL.get(i), image, cap);
        }
        SourceState suspected = state.with(List.of(suspicions), Optional.empty());
        if (suspected.statistic() < opening) {
            return suspected;
        }
        ImageRun stretch = suspected.suspicions().stream()
                .max(Comparator.comparingDouble(CusumState::wealth))
                .flatMap(CusumState::stretch)
                .orElseThrow();
        events.add(new IncidentEvent(
                IncidentKind.ANOMALIES,
                stretch.first(),
                image.place().timestampMillis(),
                image.place().timestampMillis(),
                Optional.of(stretch),
                Optional.empty()));
        List<CusumState> wealths = suspected.suspicions().stream()
                .map(suspicion -> new CusumState(suspicion.wealth(), Optional.empty()))
                .toList();
        return state.with(wealths, Optional.of(stretch));
    }

    private SourceState inIncident(SourceState state, ImageRun stretch, SeenImage image, List<IncidentEvent> events) {
        CusumState[] suspicions = new CusumState[BettingFunction.ALL.size()];
        for (int i = 0; i < suspicions.length; i++) {
            suspicions[i] = state.suspicions().get(i).nextInIncident(BettingFunction.ALL.get(i), image, cap);
        }
        SourceState after = state.with(List.of(suspicions), Optional.of(stretch));
        if (after.statistic() > opening / CLOSING) {
            return after;
        }
        events.add(anomalies(after, stretch, image.place().timestampMillis(), Ending.RECOVERED));
        return state.with(SourceState.UNSUSPECTED, Optional.empty());
    }

    private static IncidentEvent anomalies(SourceState state, ImageRun stretch, long atMillis, Ending ending) {
        return new IncidentEvent(
                IncidentKind.ANOMALIES,
                stretch.first(),
                atMillis,
                state.last().timestampMillis(),
                Optional.of(stretch),
                Optional.of(ending));
    }

    /** The end of a silence: by the image that came, or because the source is forgotten. */
    private IncidentEvent silence(SourceState state, Optional<SeenImage> image) {
        long lastMillis = state.last().timestampMillis();
        return new IncidentEvent(
                IncidentKind.SILENCE,
                state.last(),
                image.map(back -> back.place().timestampMillis())
                        .orElse(lastMillis + settings.forget().toMillis()),
                image.map(back -> back.place().timestampMillis()).orElse(lastMillis),
                Optional.empty(),
                Optional.of(image.isPresent() ? Ending.RECOVERED : Ending.FORGOTTEN));
    }
}
