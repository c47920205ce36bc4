package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/**
 * Why settings of the verdict were not taken while images are judged; those in force stay.
 *
 * @param detail what was found, for people; never more than a few words of what came
 */
public record SettingsRefusal(Reason reason, String detail) {

    public SettingsRefusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /** The labels of these are a contract with alerts. */
    public enum Reason implements Labelled {
        UNKNOWN_KEY("publish it under the key 'verdict'"),
        MALFORMED("publish one JSON object; 'elbowatch set' writes it"),
        SCHEMA("publish schema 1, or update this instance"),
        UNKNOWN_FIELD("leave it out, or correct its name: schema, alpha, decide"),
        ALPHA("publish a number between 0 and 1, both excluded"),
        DECIDER("publish one of the scores that the detail names"),
        OUT_OF_REACH("publish a larger alpha, or calibrate the bundle with more images: elbowatch calibrate");

        private final String mend;

        Reason(String mend) {
            this.mend = mend;
        }

        /** What to do about it. */
        public String mend() {
            return mend;
        }
    }
}
