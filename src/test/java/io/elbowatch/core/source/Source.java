package io.elbowatch.core.source;

import io.elbowatch.core.source.SourceWatch.Moment;
import io.elbowatch.core.source.SourceWatch.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A source whose images come once a second; its state goes through {@link SourceBytes} where it is asked to. */
final class Source {
    static final double ALPHA = 0.01;

    private final SourceWatch watch;
    private final List<IncidentEvent> events = new ArrayList<>();
    private Optional<SourceState> state = Optional.empty();
    private long images;
    private long fingerprint;

    Source(long falseAlarmImages) {
        this(new SourceWatch(new IncidentSettings(
                falseAlarmImages,
                IncidentSettings.DEFAULT.silence(),
                IncidentSettings.DEFAULT.forget(),
                IncidentSettings.DEFAULT.maxSources())));
    }

    Source(SourceWatch watch) {
        this.watch = watch;
    }

    /** From the next image on, p-values are of this model and calibration. */
    Source scoredBy(long newFingerprint) {
        fingerprint = newFingerprint;
        return this;
    }

    Source sends(double pValue) {
        long millis = 1_000 * images;
        ImagePlace place = new ImagePlace(images++, millis);
        take(watch.seen(
                state,
                new SeenImage(place, pValue, pValue <= ALPHA, images % 2 == 0, fingerprint),
                new Moment(place.timestampMillis(), place.timestampMillis())));
        return this;
    }

    Source sends(int count, double pValue) {
        for (int i = 0; i < count; i++) {
            sends(pValue);
        }
        return this;
    }

    /** So long without an image, by stream time and wall clock. */
    Source idles(long streamMillis, long wallMillis) {
        long last = 1_000 * (images - 1);
        watch.lapsed(state.orElseThrow(), new Moment(last + streamMillis, last + wallMillis), 0, true)
                .ifPresent(this::take);
        return this;
    }

    /** As if its images had come for minutes: its silence is an incident. */
    Source isEstablished() {
        state = state.map(now -> new SourceState(
                now.last(),
                now.streamMillis(),
                now.arrivalMillis(),
                now.cusums(),
                now.incident(),
                now.silent(),
                0,
                now.basis()));
        return this;
    }

    void isWrittenAndRead() {
        state = state.map(SourceBytes::of).map(SourceBytes::state);
    }

    Optional<SourceState> state() {
        return state;
    }

    long images() {
        return images;
    }

    List<IncidentEvent> events() {
        return events;
    }

    boolean inIncident() {
        return state.filter(now -> now.open(IncidentKind.ANOMALIES)).isPresent();
    }

    private void take(Step step) {
        state = step.state();
        events.addAll(step.events());
    }
}
