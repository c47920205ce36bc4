package io.elbowatch.stream.live;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;

/**
 * The model whose scores are drawn: the one that most images get.
 *
 * @param judge has the calibration and the thresholds that are drawn beside them
 */
public record DrawnModel(ModelIdentity identity, Judge judge) {}
