package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.wire.SettingsJson;
import io.elbowatch.stream.wire.SettingsRecord;
import io.elbowatch.stream.wire.SettingsRecord.Change;
import io.elbowatch.stream.wire.SettingsRecord.Refused;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The judge of all images of one process. Records of the settings topic change it, each one completely or not at all.
 * Readers always get a valid judge, and no reader gets an older judge after a newer one. Many threads read it, one
 * changes it.
 */
public final class CurrentJudge {
    private final ActiveJudge start;
    private volatile ActiveJudge now;

    /** @param judge by the settings of the start */
    public CurrentJudge(Judge judge) {
        start = new ActiveJudge(judge, OptionalLong.empty());
        now = start;
    }

    /** The judge now; the same object until it changes. */
    public ActiveJudge now() {
        return now;
    }

    /** Applies a record of the settings topic, or returns why it cannot. */
    public Optional<SettingsRefusal> take(long offset, byte[] key, byte[] value) {
        SettingsRecord record = SettingsJson.read(key, value);
        if (record instanceof Refused refused) {
            return Optional.of(refused.refusal());
        }
        if (record instanceof Change change) {
            return take(offset, change.settings());
        }
        now = start;
        return Optional.empty();
    }

    private Optional<SettingsRefusal> take(long offset, VerdictSettings settings) {
        try {
            now = new ActiveJudge(settings.over(start.judge()), OptionalLong.of(offset));
            return Optional.empty();
        } catch (IllegalArgumentException e) { // out of reach for the calibration of this bundle
            return Optional.of(new SettingsRefusal(Reason.OUT_OF_REACH, e.getMessage()));
        }
    }
}
