package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.VerdictSettings;

/** A bundle that is loaded, checked and warmed up. */
public interface OpenedBundle {

    /**
     * The bundle with its judges. Cheap: the model is the same object at each call.
     *
     * @param settings what is left out has its value from the start of the program
     * @throws BundleProblem {@link BundleProblem.Reason#ALPHA_OUT_OF_REACH} alone
     */
    ServedModel served(VerdictSettings settings) throws BundleProblem;

    /** The bundle of a model whose present judges are those of the start. */
    static OpenedBundle of(ServedModel start) {
        Judge judge = start.judges().pooled();
        return settings -> {
            if (settings.equals(VerdictSettings.START)) {
                return start;
            }
            try {
                return new ServedModel(
                        start.bundle(), start.model(), start.preprocessing(), new JudgeGroups(settings.over(judge)));
            } catch (IllegalArgumentException e) {
                throw new BundleProblem(BundleProblem.Reason.ALPHA_OUT_OF_REACH, e.getMessage(), e);
            }
        };
    }
}
