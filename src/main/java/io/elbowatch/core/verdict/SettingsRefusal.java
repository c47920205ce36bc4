package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/**
 * Why new settings of the verdict were refused at run time. The current settings stay.
 *
 * @param detail what was found, for people; it quotes at most a few words of the record
 */
public record SettingsRefusal(Reason reason, String detail) {

    public SettingsRefusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /** The kinds of refusal. Alerts depend on their labels. */
    public enum Reason implements Labelled {
        UNKNOWN_KEY("publish it under the key 'verdict'"),
        MALFORMED("publish one JSON object; 'elbowatch set' writes it"),
        SCHEMA("publish schema 1, or update this instance"),
        UNKNOWN_FIELD("leave it out, or correct its name: schema, alpha, decide"),
        ALPHA("publish a number between 0 and 1, both excluded"),
        DECIDER("publish one of the scores that the detail names"),
        OUT_OF_REACH("publish a larger alpha, or calibrate the bundle with more images: elbowatch calibrate");

        private final String remedy;

        Reason(String remedy) {
            this.remedy = remedy;
        }

        /** What the operator can do about it. */
        public String remedy() {
            return remedy;
        }
    }
}
