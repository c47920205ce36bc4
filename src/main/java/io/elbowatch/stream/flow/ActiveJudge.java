package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What an image is judged by at one moment.
 *
 * @param judge decides
 * @param settingsOffset the record of the settings topic that made the judge, empty while the settings of the start hold
 */
public record ActiveJudge(Judge judge, OptionalLong settingsOffset) {

    public ActiveJudge {
        Objects.requireNonNull(judge, "judge");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }
}
