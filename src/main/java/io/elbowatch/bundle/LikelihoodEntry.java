package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.elbo.Likelihood;
import io.elbowatch.core.elbo.Likelihood.Bernoulli;
import io.elbowatch.core.elbo.Likelihood.ContinuousBernoulli;
import io.elbowatch.core.elbo.Likelihood.Gaussian;
import java.util.Set;

import static io.elbowatch.bundle.Manifest.require;

/**
 * What a manifest says about p(x|z).
 *
 * @param type bernoulli, continuous-bernoulli or gaussian; places for a feature bundle, whose graph has p(f|z)
 * @param sigma of a gaussian: standard deviation of a pixel, where pixels are 0 to 1; null for the others
 * @param mean of a gaussian: maps the graph's logits to the mean, sigmoid (the default) or identity
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LikelihoodEntry(String type, Double sigma, String mean) {
    private static final String SIGMOID = "sigmoid";
    private static final String PLACES = "places";
    private static final Set<String> TYPES = Set.of("bernoulli", "continuous-bernoulli", "gaussian", PLACES);

    Likelihood toLikelihood() {
        return switch (type) {
            case "bernoulli" -> new Bernoulli();
            case "continuous-bernoulli" -> new ContinuousBernoulli();
            default -> new Gaussian(sigma, Labelled.of(Gaussian.Link.class, link()));
        };
    }

    boolean ofPlaces() {
        return PLACES.equals(type);
    }

    /** Whether its floor is known for the levels of a byte alone. */
    boolean ofLevels() {
        return "continuous-bernoulli".equals(type);
    }

    private String link() {
        return mean == null ? SIGMOID : mean;
    }

    void check() {
        boolean gaussian = "gaussian".equals(type);
        require(
                type != null && TYPES.contains(type),
                "likelihood.type",
                "must be bernoulli, continuous-bernoulli, gaussian or places");
        require(
                gaussian ? sigma != null && sigma > 0 && Double.isFinite(sigma) : sigma == null,
                "likelihood.sigma",
                "must be positive for a gaussian, and absent for the others");
        require(
                SIGMOID.equals(link()) || (gaussian && "identity".equals(mean)),
                "likelihood.mean",
                "must be sigmoid or, for a gaussian, identity, not " + mean);
        require(!ofPlaces() || mean == null, "likelihood.mean", "must be absent for places");
    }
}
