package io.elbowatch.core.source;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of one source. While an incident is open its images are counted there, and in no {@link CusumState}.
 *
 * @param last the last image
 * @param streamMillis stream time of the partition at that image: the clocks of sources differ, stream time is common
 *     to them. Differences alone have a meaning
 * @param arrivalMillis the wall clock at that image
 * @param cusums one for each of {@link BettingFunction#ALL}
 * @param incident the images of the open incident of anomalies; empty where none is open
 * @param silent whether an incident of silence is open
 * @param basis what the p-values of the statistics are of
 * @param newness in how many more ticks its key must come before its silence is an incident; 0 once it is
 */
public record SourceState(
        ImagePlace last,
        long streamMillis,
        long arrivalMillis,
        List<CusumState> cusums,
        Optional<ImageRun> incident,
        boolean silent,
        int newness,
        Basis basis) {
    /**
     * A key is a source, whose silence is an incident, once its images came in this number of different ticks. A key
     * that is used once, or for the few images of one part, is none (docs/decisions/0030).
     */
    public static final int TICKS_OF_A_SOURCE = 3;

    /** The statistics of a source without images. */
    static final List<CusumState> START = Collections.nCopies(BettingFunction.ALL.size(), CusumState.START);

    /**
     * The model and the calibration images that the p-values of a source are of. P-values of another basis are not
     * comparable with them.
     *
     * @param fingerprint of both; 0 where it is not known
     * @param since the first image of this basis; empty where the source began with it
     */
    public record Basis(long fingerprint, Optional<ImagePlace> since) {
        /** Of states that earlier versions wrote. */
        public static final Basis UNKNOWN = new Basis(0, Optional.empty());

        public Basis {
            Objects.requireNonNull(since, "since");
        }

        /** The basis after an image. */
        Basis with(SeenImage image) {
            if (image.fingerprint() == fingerprint || image.fingerprint() == 0) {
                return this;
            }
            return new Basis(image.fingerprint(), fingerprint == 0 ? Optional.empty() : Optional.of(image.place()));
        }

        /** Whether statistics of this basis must not continue with an image. */
        boolean endsWith(SeenImage image) {
            return fingerprint != 0 && image.fingerprint() != 0 && image.fingerprint() != fingerprint;
        }
    }

    public SourceState {
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(basis, "basis");
        cusums = List.copyOf(cusums);
        if (newness < 0 || newness >= TICKS_OF_A_SOURCE) {
            throw new IllegalArgumentException("no newness: " + newness);
        }
        if (cusums.size() != BettingFunction.ALL.size()) {
            throw new IllegalArgumentException(
                    cusums.size() + " cusums of " + BettingFunction.ALL.size() + " betting functions");
        }
        if (incident.isPresent()
                && cusums.stream().anyMatch(cusum -> cusum.run().isPresent())) {
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

    /** The first image of the open incident of this kind; of a silence, the last image before it. Empty for none. */
    public Optional<ImagePlace> onset(IncidentKind kind) {
        return switch (kind) {
            case ANOMALIES -> incident.map(ImageRun::first);
            case SILENCE -> silent ? Optional.of(last) : Optional.empty();
        };
    }

    /** Σ w·S: the mean of the CUSUM statistics. It opens and closes an incident. */
    double statistic() {
        double sum = 0;
        for (CusumState cusum : cusums) {
            sum += BettingFunction.WEIGHT * cusum.wealth();
        }
        return sum;
    }

    SourceState with(List<CusumState> newCusums, Optional<ImageRun> newIncident) {
        return new SourceState(last, streamMillis, arrivalMillis, newCusums, newIncident, silent, newness, basis);
    }

    SourceState with(boolean newSilent) {
        return new SourceState(last, streamMillis, arrivalMillis, cusums, incident, newSilent, newness, basis);
    }
}
