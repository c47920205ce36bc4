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
 * The judge that all images of one process are judged by. It changes with records of the settings topic, whole or not at
 * all: whoever asks gets one that is valid, and of what was given in order nobody gets the older after the newer. Read by
 * many threads, changed by one.
 */
public final class CurrentJudge {
    private final ActiveJudge start;
    private volatile ActiveJudge now;

    /** @param judge of the start */
    public CurrentJudge(Judge judge) {
        start = new ActiveJudge(judge, OptionalLong.empty());
        now = start;
    }

    /** What is in force; the same object until it changes. */
    public ActiveJudge now() {
        return now;
    }

    /** Takes a record of the settings topic, or says why not. */
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
        } catch (IllegalArgumentException e) { // the calibration of this bundle does not reach it
            return Optional.of(new SettingsRefusal(Reason.OUT_OF_REACH, e.getMessage()));
        }
    }
}
