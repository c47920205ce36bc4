package io.elbowatch.stream.wire;

import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.VerdictSettings;

/** What a record of the settings topic says. */
public sealed interface SettingsRecord {

    /** Other settings than before. */
    record Change(VerdictSettings settings) implements SettingsRecord {}

    /** A tombstone: as if there had never been a record. */
    record Withdrawal() implements SettingsRecord {}

    /** Nothing that can be read. */
    record Refused(SettingsRefusal refusal) implements SettingsRecord {}
}
