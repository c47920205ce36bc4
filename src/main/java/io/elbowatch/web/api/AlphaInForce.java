package io.elbowatch.web.api;

import io.elbowatch.core.verdict.SettingsRefusal;
import java.util.Map;
import java.util.Optional;

/**
 * The false-alarm rate of all images, except those of bundles that have their own, and how to change it. Used by many
 * threads.
 */
public interface AlphaInForce {

    /** The α in force. */
    double alpha();

    /** The α of the deciding bundles that have another one, by their names. */
    Map<String, Double> others();

    /** The smallest α that the calibration of the main bundle supports. */
    double smallest();

    /** Whether it can be changed at run time. */
    boolean changeable();

    /** Why instances would refuse this α, which a bundle of the plan does not support; empty where they take it. */
    Optional<SettingsRefusal> refusal(double alpha);

    /**
     * Publishes another α for all instances; what else is set at run time stays.
     *
     * @param by who wants it
     * @return the offset of the record
     * @throws io.elbowatch.core.Refusal when it cannot be published
     */
    long change(double alpha, String by);
}
