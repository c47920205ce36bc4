package io.elbowatch.web;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The facts about the model on the front page.
 *
 * @param facts further facts, such as its training data, in the order given
 * @param calibrationImages number of normal images in its calibration
 * @param alpha the false-alarm rate
 * @param decider the label of the p-value that decides
 */
public record ModelCard(
        String name,
        String version,
        String provider,
        Map<String, String> facts,
        int calibrationImages,
        double alpha,
        String decider) {

    public ModelCard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(provider, "provider");
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        Objects.requireNonNull(decider, "decider");
    }

    public static ModelCard of(ModelIdentity model, Map<String, String> facts, Judge judge) {
        return new ModelCard(
                model.name(),
                model.version(),
                model.provider(),
                facts,
                judge.calibration().images(),
                judge.alpha(),
                judge.decider().label());
    }
}
