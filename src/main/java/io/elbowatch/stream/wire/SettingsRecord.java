package io.elbowatch.stream.wire;

import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.VerdictSettings;
import java.util.Optional;

/** The content of a record of the settings topic. */
public sealed interface SettingsRecord {

    /**
     * New settings of the verdict.
     *
     * @param by who published them; it has no effect
     */
    record Change(VerdictSettings settings, Optional<String> by) implements SettingsRecord {
        public Change(VerdictSettings settings) {
            this(settings, Optional.empty());
        }
    }

    /** A new plan. */
    record Plan(PlanRecord plan) implements SettingsRecord {}

    /** A tombstone: the settings of the verdict from the start hold again. */
    record Withdrawal() implements SettingsRecord {}

    /** A tombstone: the plan of the start holds again. */
    record PlanWithdrawal() implements SettingsRecord {}

    /** A record that cannot be read. */
    record Refused(SettingsRefusal refusal) implements SettingsRecord {}
}
