package io.elbowatch.web;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import java.util.Objects;

/**
 * What the front page says of the model that scores.
 *
 * @param calibrationImages how many normal images its scores are ranked against
 * @param alpha the false-alarm rate
 * @param decider the label of the p-value that decides
 */
public record ModelCard(
        String name, String version, String provider, int calibrationImages, double alpha, String decider) {

    public ModelCard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(decider, "decider");
    }

    public static ModelCard of(ModelIdentity model, Judge judge) {
        return new ModelCard(
                model.name(),
                model.version(),
                model.provider(),
                judge.calibration().images(),
                judge.alpha(),
                judge.decider().label());
    }
}
