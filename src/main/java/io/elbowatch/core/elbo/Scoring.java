package io.elbowatch.core.elbo;

import io.elbowatch.core.Rejection;

/** What became of one image in the model. */
public sealed interface Scoring {

    /** The image has a score; all its terms are finite. */
    record Scored(ElboTerms terms) implements Scoring {
        public Scored {
            if (!terms.finite()) {
                throw new IllegalArgumentException("not finite: " + terms);
            }
        }
    }

    /** The image has no score. */
    record Refused(Rejection rejection) implements Scoring {}
}
