package io.elbowatch.web.api;

import java.util.Map;

/**
 * The false-alarm rate of all images, except those of bundles that have their own, and how to change it. Used by many
 * threads.
 */
public interface AlphaInForce {

    /** The α in force. */
    double alpha();

    /** The α of the deciding bundles that have another one, by their names. */
    Map<String, Double> others();

    /** The smallest α that the calibration images support: 1/(n+1). */
    double smallest();

    /** Whether it can be changed at run time. */
    boolean changeable();

    /**
     * Publishes another α for all instances; what else is set at run time stays.
     *
     * @param by who wants it
     * @return the offset of the record
     * @throws io.elbowatch.core.Refusal when it cannot be published
     */
    long change(double alpha, String by);
}
