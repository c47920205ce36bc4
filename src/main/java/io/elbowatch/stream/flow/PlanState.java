package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.SettingsRefusal;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this instance makes of the settings topic at one moment.
 *
 * @param active routes and models in force
 * @param planOffset the record that brought them, or withdrew those before; empty for those of the start. Later records
 *     of the verdict alone do not change it
 * @param loading the record whose bundles are being opened; empty where none is
 * @param refused the last record that was refused, unless a later one was taken
 */
public record PlanState(
        ActivePlan active, OptionalLong planOffset, OptionalLong loading, Optional<RefusedRecord> refused) {

    /** A record that was refused. */
    public record RefusedRecord(long offset, SettingsRefusal refusal) {}

    public PlanState {
        Objects.requireNonNull(active, "active");
        Objects.requireNonNull(planOffset, "planOffset");
        Objects.requireNonNull(loading, "loading");
        Objects.requireNonNull(refused, "refused");
    }

    PlanState loading(long offset) {
        return new PlanState(active, planOffset, OptionalLong.of(offset), refused);
    }

    PlanState refused(long offset, SettingsRefusal refusal) {
        return new PlanState(active, planOffset, OptionalLong.empty(), Optional.of(new RefusedRecord(offset, refusal)));
    }

    static PlanState of(ActivePlan active, OptionalLong planOffset) {
        return new PlanState(active, planOffset, OptionalLong.empty(), Optional.empty());
    }
}
