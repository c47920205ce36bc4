package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.VerdictSettings;

/** A bundle that is loaded, checked and warmed up. */
public interface OpenedBundle {

    /**
     * The bundle with its judge. Cheap: the model is the same object at each call.
     *
     * @param settings what is left out has its value from the start of the program
     * @throws BundleProblem {@link BundleProblem.Reason#ALPHA_OUT_OF_REACH} alone
     */
    ServedModel served(VerdictSettings settings) throws BundleProblem;
}
