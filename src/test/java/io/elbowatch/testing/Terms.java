package io.elbowatch.testing;

import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.density.MixtureParameters;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;

/** Terms of images that never were, and a mixture of one feature that gives them any density. */
public final class Terms {
    /** Of variance 1/2π, whose density is π·f² with nothing added. */
    public static final Mixture MIXTURE = new Mixture(new MixtureParameters(
            new double[] {0}, new double[] {1}, new double[] {1}, new double[][] {{0}}, new double[][] {
                {1 / (2 * Math.PI)}
            }));

    private Terms() {}

    /** With so much density under {@link #MIXTURE}, 0 or more, to seven digits. */
    public static ElboTerms of(float reconstructionNll, float floor, float kl, float local, double density) {
        return new ElboTerms(reconstructionNll, floor, kl, local, Features.of((float) Math.sqrt(density / Math.PI)));
    }
}
