package io.elbowatch.stream.flow;

import io.elbowatch.routes.BundleRef;
import java.util.Collection;

/**
 * Opens the bundles that plans name. It is used by one thread at a time, beside the stream; opening may take minutes.
 */
public interface BundleOpener {
    /** Opens nothing. */
    BundleOpener NONE = (bundle, ref) -> {
        throw new BundleProblem(BundleProblem.Reason.INVALID, "this program opens no further bundles");
    };

    /**
     * Loads, checks and warms up a bundle. One that is open already is not loaded again.
     *
     * @param bundle the name under which routes know it
     * @throws BundleProblem when it cannot be used
     */
    OpenedBundle open(String bundle, BundleRef ref) throws BundleProblem;

    /**
     * Says which models are in force from now on. Other models may be closed once no thread uses them; images of the plan
     * before may still wait for one.
     */
    default void inForce(Collection<ServedModel> models) {}
}
