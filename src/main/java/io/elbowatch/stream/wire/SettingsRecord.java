package io.elbowatch.stream.wire;

import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.VerdictSettings;

/** The content of a record of the settings topic. */
public sealed interface SettingsRecord {

    /** New settings. */
    record Change(VerdictSettings settings) implements SettingsRecord {}

    /** A tombstone: the settings of the start hold again. */
    record Withdrawal() implements SettingsRecord {}

    /** A record that cannot be read. */
    record Refused(SettingsRefusal refusal) implements SettingsRecord {}
}
