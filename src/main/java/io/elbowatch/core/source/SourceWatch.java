package io.elbowatch.core.source;

import io.elbowatch.core.source.IncidentEvent.Ending;
import io.elbowatch.core.source.SourceState.Basis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The sequential test that decides after each image whether an incident of its source opens or closes. An incident of
 * anomalies opens when Σ w·S ≥ A, with the CUSUM statistics S and A = {@code incidents.false-alarm-images}, and closes
 * when Σ w·S ≤ A/1000. S is capped, so that an incident closes in bounded time.
 *
 * <p>A healthy source opens at most one incident in A images on average: every S is at most the Shiryaev–Roberts
 * statistic R of the same betting function, R_n = (1 + R_{n−1})·f(p_n), and Σ w·R_n − n is a supermartingale where the
 * p-values are independent and super-uniform, so that the expected time to an incident is E[T] ≥ A (Shiryaev 1963,
 * Roberts 1966, Pollak 1985; for p-values Vovk, Petej, Nouretdinov, Ahlberg, Carlsson and Gammerman, "Retrain or not
 * retrain: conformal test martingales for change-point detection", COPA 2021).
 */
public final class SourceWatch {
    /**
     * With one bad image in 20 there is one incident, as measured in docs/incidents.md. A larger factor only closes
     * incidents later.
     */
    private static final double CLOSING = 1000;

    private final double opening;
    private final double cap;
    private final List<CusumState> opened;
    private final IncidentSettings settings;
    private final long tickMillis; // a division of durations takes half a kilobyte

    /**
     * The current time by both clocks.
     *
     * @param streamMillis stream time of the partition
     * @param wallMillis the wall clock of this instance
     */
    public record Moment(long streamMillis, long wallMillis) {}

    /**
     * The result of an image or of time without one.
     *
     * @param state the new state; empty where the source is forgotten
     */
    public record Step(Optional<SourceState> state, List<IncidentEvent> events) {

        public Step {
            events = List.copyOf(events);
        }
    }

    public SourceWatch(IncidentSettings settings) {
        this.settings = settings;
        this.tickMillis = settings.tick().toMillis();
        this.opening = settings.falseAlarmImages();
        this.cap = opening / BettingFunction.WEIGHT; // any one betting function alone can open an incident
        this.opened = Collections.nCopies(BettingFunction.ALL.size(), new CusumState(opening, Optional.empty()));
    }

    /** Handles a scored image. @param before empty for the first image of a source */
    public Step seen(Optional<SourceState> before, SeenImage image, Moment now) {
        List<IncidentEvent> events = new ArrayList<>();
        if (before.isPresent() && before.get().silent()) {
            events.add(silence(before.get(), Optional.of(image)));
        }
        Optional<ImageRun> run = before.isPresent() ? before.get().incident() : Optional.empty();
        SourceState arrived = new SourceState(
                image.place(),
                now.streamMillis(),
                now.wallMillis(),
                next(cusums(before, image), image, run.isPresent()),
                run.isPresent() ? Optional.of(run.get().with(image)) : run,
                false,
                newness(before, now),
                (before.isPresent() ? before.get().basis() : Basis.UNKNOWN).with(image));
        SourceState after = run.isPresent()
                ? closedWhenRecovered(arrived, image, events)
                : openedWhenAnomalous(arrived, image, events);
        return new Step(Optional.of(after), events);
    }

    /** The statistics after an image. Betting functions of one ε follow each other and share their power. */
    private List<CusumState> next(List<CusumState> cusums, SeenImage image, boolean inIncident) {
        CusumState[] next = new CusumState[BettingFunction.ALL.size()];
        double epsilon = Double.NaN;
        double power = Double.NaN;
        for (int i = 0; i < next.length; i++) {
            BettingFunction function = BettingFunction.ALL.get(i);
            if (function.epsilon() != epsilon) {
                epsilon = function.epsilon();
                power = function.power(image.pValue());
            }
            double factor = function.factorOf(power);
            next[i] = inIncident
                    ? cusums.get(i).nextInIncident(factor, cap)
                    : cusums.get(i).next(factor, image, cap);
        }
        return List.of(next);
    }

    /**
     * The statistics that continue with an image. P-values of another model or other calibration images begin new ones;
     * while an incident is open they begin at its opening, so that it closes by evidence alone.
     */
    private List<CusumState> cusums(Optional<SourceState> before, SeenImage image) {
        if (before.isEmpty()) {
            return SourceState.START;
        }
        SourceState state = before.get();
        if (!state.basis().endsWith(image)) {
            return state.cusums();
        }
        return state.incident().isEmpty() ? SourceState.START : opened;
    }

    /**
     * Handles time without an image of the source.
     *
     * @param startMillis the wall clock when this instance began to read images
     * @param expected whether silence of this key is an incident once it is a source
     * @return empty where the time changes nothing, as for nearly every image
     */
    public Optional<Step> lapsed(SourceState state, Moment now, long startMillis, boolean expected) {
        long idleMillis = Math.max(
                now.streamMillis() - state.streamMillis(),
                now.wallMillis() - Math.max(state.arrivalMillis(), startMillis));
        boolean silent = expected
                && settings.watchesSilence()
                && !state.silent()
                && state.newness() == 0
                && idleMillis >= settings.silence().toMillis();
        boolean forgotten = idleMillis >= settings.forget().toMillis();
        if (!silent && !forgotten) {
            return Optional.empty();
        }
        List<IncidentEvent> events = new ArrayList<>();
        SourceState after = state;
        if (silent) {
            after = state.with(true);
            events.add(new IncidentEvent(
                    IncidentKind.SILENCE,
                    state.last(),
                    after(state.last().timestampMillis(), settings.silence()),
                    state.last().timestampMillis(),
                    Optional.empty(),
                    Optional.empty()));
        }
        if (!forgotten) {
            return Optional.of(new Step(Optional.of(after), events));
        }
        long atMillis = after(state.last().timestampMillis(), settings.forget());
        after.incident().ifPresent(run -> events.add(anomalies(state, run, atMillis, Ending.FORGOTTEN)));
        if (after.silent()) {
            events.add(silence(after, Optional.empty()));
        }
        return Optional.of(new Step(Optional.empty(), events));
    }

    /**
     * A tick counts by stream time, so that a replay finds the same sources; by the wall clock where the timestamps of a
     * source do not move stream time.
     */
    private int newness(Optional<SourceState> before, Moment now) {
        if (before.isEmpty()) {
            return SourceState.TICKS_OF_A_SOURCE - 1;
        }
        SourceState last = before.get();
        if (last.newness() == 0) {
            return 0;
        }
        boolean stands = now.streamMillis() == last.streamMillis();
        boolean another = stands
                ? now.wallMillis() / tickMillis != last.arrivalMillis() / tickMillis
                : now.streamMillis() / tickMillis != last.streamMillis() / tickMillis;
        return last.newness() - (another ? 1 : 0);
    }

    private SourceState openedWhenAnomalous(SourceState arrived, SeenImage image, List<IncidentEvent> events) {
        if (arrived.statistic() < opening) {
            return arrived;
        }
        ImageRun run = arrived.cusums().stream()
                .max(Comparator.comparingDouble(CusumState::wealth))
                .flatMap(CusumState::run)
                .orElseThrow();
        events.add(new IncidentEvent(
                IncidentKind.ANOMALIES,
                run.first(),
                image.place().timestampMillis(),
                image.place().timestampMillis(),
                Optional.of(run),
                Optional.empty()));
        List<CusumState> wealths = arrived.cusums().stream()
                .map(cusum -> new CusumState(cusum.wealth(), Optional.empty()))
                .toList();
        return arrived.with(wealths, Optional.of(run));
    }

    private SourceState closedWhenRecovered(SourceState arrived, SeenImage image, List<IncidentEvent> events) {
        if (arrived.statistic() > opening / CLOSING) {
            return arrived;
        }
        events.add(anomalies(
                arrived, arrived.incident().orElseThrow(), image.place().timestampMillis(), Ending.RECOVERED));
        return arrived.with(SourceState.START, Optional.empty());
    }

    private static IncidentEvent anomalies(SourceState state, ImageRun run, long atMillis, Ending ending) {
        return new IncidentEvent(
                IncidentKind.ANOMALIES,
                run.first(),
                atMillis,
                state.last().timestampMillis(),
                Optional.of(run),
                Optional.of(ending));
    }

    /** A silence closes: by an image, or because the source is forgotten. */
    private IncidentEvent silence(SourceState state, Optional<SeenImage> image) {
        long lastMillis = state.last().timestampMillis();
        return new IncidentEvent(
                IncidentKind.SILENCE,
                state.last(),
                image.map(back -> back.place().timestampMillis()).orElse(after(lastMillis, settings.forget())),
                image.map(back -> back.place().timestampMillis()).orElse(lastMillis),
                Optional.empty(),
                Optional.of(image.isPresent() ? Ending.RECOVERED : Ending.FORGOTTEN));
    }

    /** A producer may send any timestamp, the latest that there is among them. */
    private static long after(long millis, Duration time) {
        return millis > Long.MAX_VALUE - time.toMillis() ? Long.MAX_VALUE : millis + time.toMillis();
    }
}
