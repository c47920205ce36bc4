package io.elbowatch.core.verdict;

import io.elbowatch.core.Labelled;
import java.util.List;
import java.util.Objects;

/**
 * Why new settings were refused at run time. The current settings stay.
 *
 * @param details all that was found, for people, one sentence each; they quote at most a few words of the record
 */
public record SettingsRefusal(Reason reason, List<String> details) {

    public SettingsRefusal {
        Objects.requireNonNull(reason, "reason");
        details = List.copyOf(details);
    }

    /** A refusal for one cause. */
    public SettingsRefusal(Reason reason, String detail) {
        this(reason, List.of(detail));
    }

    /** All details in one line. */
    public String detail() {
        return String.join("; ", details);
    }

    /** The kinds of refusal. Alerts depend on their labels. */
    public enum Reason implements Labelled {
        UNKNOWN_KEY("publish it under the key 'verdict' or 'models'"),
        MALFORMED("publish one JSON object; 'elbowatch set' and 'elbowatch promote' write it"),
        SCHEMA("publish schema 1 under the key 'verdict' and 2 under 'models', or update this instance"),
        UNKNOWN_FIELD("leave it out, or correct its name: schema, alpha, decide, by"),
        ALPHA("publish a number between 0 and 1, both excluded"),
        DECIDER("publish one of the scores that the detail names"),
        OUT_OF_REACH("publish a larger alpha, or calibrate the bundle with more images: elbowatch calibrate"),
        /** Routes or bundles that contradict each other. */
        PLAN("correct what the detail names; 'elbowatch routes --check' checks a file"),
        /** A bundle that no instance can use. */
        BUNDLE("correct the bundle that the detail names, and publish the record again"),
        /** Models whose full batches outlast a transaction on this machine. */
        TOO_SLOW("raise kafka.transaction.timeout.ms, lower batch.max-images, or name faster models"),
        /** A bundle that this instance cannot reach. */
        UNREACHABLE("make the place that the detail names readable for this instance, and publish the record again"),
        /** A fault of this program or its machine, such as a GPU without memory left. */
        FAILED("see the log of this instance for the failure, and publish the record again");

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
