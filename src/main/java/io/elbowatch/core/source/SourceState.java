package io.elbowatch.core.source;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is remembered of one source. While an incident is open its images are counted there, and by no suspicion.
 *
 * @param last its last image
 * @param streamMillis the partition's stream time when that came: clocks of sources differ, this one is theirs together
 * @param arrivalMillis the wall clock when that came
 * @param suspicions one for each of {@link BettingFunction#ALL}
 * @param incident the images of the open incident of anomalies
 * @param silent whether an incident of silence is open
 */
public record SourceState(
        ImagePlace last,
        long streamMillis,
        long arrivalMillis,
        List<CusumState> suspicions,
        Optional<ImageRun> incident,
        boolean silent) {
    static final List<CusumState> UNSUSPECTED = Collections.nCopies(BettingFunction.ALL.size(), CusumState.NONE);

    public SourceState {
        Objects.requireNonNull(last, "last");
        suspicions = List.copyOf(suspicions);
        if (suspicions.size() != BettingFunction.ALL.size()) {
            throw new IllegalArgumentException(
                    suspicions.size() + " suspicions of " + BettingFunction.ALL.size() + " bets");
        }
        if (incident.isPresent()
                && suspicions.stream().anyMatch(suspicion -> suspicion.stretch().isPresent())) {
            throw new IllegalArgumentException("images are counted twice");
        }
    }

    /** Whether an incident of this kind is open. */
    public boolean open(IncidentKind kind) {
        return switch (kind) {
            case ANOMALIES -> incident.isPresent();
            case SILENCE -> silent;
        };
    }

    /** Σ w·S, which opens an incident and closes it. */
    double statistic() {
        double sum = 0;
        for (CusumState suspicion : suspicions) {
            sum += BettingFunction.WEIGHT * suspicion.wealth();
        }
        return sum;
    }

    SourceState with(List<CusumState> newSuspicions, Optional<ImageRun> newIncident) {
        return new SourceState(last, streamMillis, arrivalMillis, newSuspicions, newIncident, silent);
    }

    SourceState with(boolean newSilent) {
        return new SourceState(last, streamMillis, arrivalMillis, suspicions, incident, newSilent);
    }
}
