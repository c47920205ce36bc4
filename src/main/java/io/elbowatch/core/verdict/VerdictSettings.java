package io.elbowatch.core.verdict;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The settings of the verdict that can change at run time. A setting that is left out has its value from the start of
 * the program, whatever settings came in between.
 *
 * @param alpha the false-alarm rate, 0 &lt; α &lt; 1
 * @param decider which p-value decides
 */
public record VerdictSettings(OptionalDouble alpha, Optional<Decider> decider) {
    /** The settings from the start of the program. */
    public static final VerdictSettings START = new VerdictSettings(OptionalDouble.empty(), Optional.empty());

    public VerdictSettings {
        Objects.requireNonNull(alpha, "alpha");
        Objects.requireNonNull(decider, "decider");
        if (alpha.isPresent() && !(alpha.getAsDouble() > 0 && alpha.getAsDouble() < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, not " + alpha.getAsDouble());
        }
    }

    /**
     * The judge of the start under these settings.
     *
     * @throws IllegalArgumentException as the constructor of {@link Judge}
     */
    public Judge over(Judge start) {
        return new Judge(
                start.calibration(),
                start.beta(),
                decider.orElse(start.decider()),
                alpha.orElse(start.alpha()),
                start.extrapolates());
    }
}
