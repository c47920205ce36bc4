package io.elbowatch.stream;

import io.elbowatch.core.verdict.Judge;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What an image is judged by at one moment.
 *
 * @param judge decides
 * @param settingsOffset the record of the settings topic that made the judge, empty while the settings of the start hold
 */
public record Ruling(Judge judge, OptionalLong settingsOffset) {

    public Ruling {
        Objects.requireNonNull(judge, "judge");
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }
}
