package io.elbowatch.stream.wire;

import io.elbowatch.routes.PlanSpec;
import java.util.Objects;
import java.util.Optional;

/**
 * A plan as the settings topic carries it.
 *
 * @param by who published it
 * @param previous the plan that was in force before, for a rollback; it has no effect
 */
public record PlanRecord(PlanSpec plan, Optional<String> by, Optional<PlanSpec> previous) {

    public PlanRecord {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(previous, "previous");
    }

    /** A plan alone. */
    public PlanRecord(PlanSpec plan) {
        this(plan, Optional.empty(), Optional.empty());
    }
}
