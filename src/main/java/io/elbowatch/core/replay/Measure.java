package io.elbowatch.core.replay;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.statistics.Proportion;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A number of a replay that a script can ask for. */
public enum Measure implements Labelled {
    /** The share of images that the new model reports. */
    REPORTED(replay -> share(replay.all().share())),
    /** The share of compared images that the old model reports. */
    REPORTED_BEFORE(replay -> share(replay.all().shareBefore())),
    /** The compared images on which the models disagree. */
    FLIPS(replay -> ofCompared(replay, replay.all().flips())),
    /** Those of them that only the new model reports. */
    NEWLY_REPORTED(replay -> ofCompared(replay, replay.all().newly())),
    /** Those of them that only the old model reports. */
    NO_LONGER_REPORTED(replay -> ofCompared(replay, replay.all().noLonger())),
    /** The distance of Kolmogorov and Smirnov between the p-values that decided. */
    KS(replay ->
            replay.shifts().stream().limit(1).mapToDouble(ScoreShift::distance).findFirst()),
    /** The share of defects among what the new model reports, as labelled. */
    PRECISION(replay -> ofLabels(replay, labels -> labels.now().precision())),
    /** That of the old model. */
    PRECISION_BEFORE(replay -> ofLabels(replay, labels -> labels.before().precision())),
    /** The share of the defects that the new model reports, as labelled. */
    RECALL(replay -> ofLabels(replay, labels -> labels.now().recall())),
    /** That of the old model. */
    RECALL_BEFORE(replay -> ofLabels(replay, labels -> labels.before().recall())),
    /** The share of the normal images that the new model reports, as labelled. */
    FALSE_ALARMS(replay -> ofLabels(replay, labels -> labels.now().falseAlarmRate())),
    /** That of the old model. */
    FALSE_ALARMS_BEFORE(replay -> ofLabels(replay, labels -> labels.before().falseAlarmRate())),
    /** The images that both models scored. */
    COMPARED(replay -> OptionalDouble.of(replay.all().compared())),
    /** The images that the new model scored. */
    IMAGES(replay -> OptionalDouble.of(replay.all().images()));

    private final Function<Replay, OptionalDouble> formula;

    Measure(Function<Replay, OptionalDouble> formula) {
        this.formula = formula;
    }

    /** Its value; empty where nothing was compared that it is made of. */
    public OptionalDouble of(Replay replay) {
        return formula.apply(replay);
    }

    private static OptionalDouble share(Optional<Proportion> proportion) {
        return proportion.stream().mapToDouble(Proportion::share).findFirst();
    }

    private static OptionalDouble ofLabels(Replay replay, Function<LabelledReplay, LabelledQuality.Share> which) {
        return replay.labelled().map(which).map(LabelledQuality.Share::value).orElse(OptionalDouble.empty());
    }

    /** Whether it is known where enough images have labels, and not before. */
    public boolean isOfLabels() {
        return compareTo(PRECISION) >= 0 && compareTo(FALSE_ALARMS_BEFORE) <= 0;
    }

    private static OptionalDouble ofCompared(Replay replay, int count) {
        return replay.all().compared() == 0 ? OptionalDouble.empty() : OptionalDouble.of(count);
    }
}
