package io.elbowatch.testing;

import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.density.MixtureParameters;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;

/** Terms of imaginary images, and a mixture of one feature under which they can have any density. */
public final class Terms {
    /** A mixture of variance 1/2π: its density is exactly π·f². */
    public static final Mixture MIXTURE = new Mixture(new MixtureParameters(
            new double[] {0}, new double[] {1}, new double[] {1}, new double[][] {{0}}, new double[][] {
                {1 / (2 * Math.PI)}
            }));

    private Terms() {}

    /** Terms with this density under {@link #MIXTURE}, to seven digits. @param density 0 or more */
    public static ElboTerms of(float reconstructionNll, float floor, float kl, float local, double density) {
        return new ElboTerms(reconstructionNll, floor, kl, local, Features.of((float) Math.sqrt(density / Math.PI)));
    }
}
