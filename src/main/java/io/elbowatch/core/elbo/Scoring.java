package io.elbowatch.core.elbo;

import io.elbowatch.core.Rejection;
import java.util.Objects;

/** The result of one image in the model. */
public sealed interface Scoring {

    /**
     * The image has a score; all its terms are finite.
     *
     * @param provider the execution provider that scored it
     */
    record Scored(ElboTerms terms, String provider) implements Scoring {
        public Scored {
            Objects.requireNonNull(provider, "provider");
            if (!terms.finite()) {
                throw new IllegalArgumentException("not finite: " + terms);
            }
        }
    }

    /** The image has no score. */
    record Refused(Rejection rejection) implements Scoring {}
}
