package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.stream.wire.ModelStamp;
import io.elbowatch.stream.wire.SourceText;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the plan says of an image when it is decoded. It stays with the image until its verdict, whatever plan comes
 * meanwhile.
 *
 * @param model decides on the image
 * @param shadow scores it too, for comparison
 * @param settingsOffset the record of the settings topic that was the last one taken; empty at the start
 * @param stamp of the model
 */
record Assignment(ServedModel model, Optional<ServedModel> shadow, OptionalLong settingsOffset, ModelStamp stamp) {

    Assignment {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
        Objects.requireNonNull(stamp, "stamp");
    }

    static Assignment of(ServedModel model, Optional<ServedModel> shadow, OptionalLong settingsOffset) {
        ModelStamp stamp = new ModelStamp(
                model.bundle(),
                model.model().identity(),
                model.judges().pooled().beta());
        return new Assignment(model, shadow, settingsOffset, stamp);
    }

    /** The judge of an image. @param key of its record, or null */
    Judge judge(byte[] key) {
        JudgeGroups judges = model.judges();
        return judges.groups().isEmpty()
                ? judges.pooled()
                : judges.of(SourceText.of(key).orElse(null));
    }

    /** Which model and which calibration images the p-values of a judge are of. */
    long fingerprint(Judge judge) {
        return 31L * stamp.model().sha256().hashCode() + judge.calibration().fingerprint();
    }
}
