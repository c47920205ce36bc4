package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The judge at one moment.
 *
 * @param judge decides
 * @param settingsOffset the record of the settings topic that changed the judge; empty for the settings of the start
 */
public record ActiveJudge(Judge judge, OptionalLong settingsOffset) {

    public ActiveJudge {
        Objects.requireNonNull(judge, "judge");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }
}
