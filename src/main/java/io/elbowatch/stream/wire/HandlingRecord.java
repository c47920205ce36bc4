package io.elbowatch.stream.wire;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.core.source.IncidentKind;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person did with an incident. Each act is a record of its own, so that two people who act at the same moment
 * never overwrite each other.
 *
 * @param incident its id
 * @param comment for the others; always there where the act is a comment
 * @param by who did it
 * @param seen the images of the incident when it was done; empty where the writer does not know them
 */
public record HandlingRecord(
        String incident, HandlingAct act, Optional<String> comment, String by, long atMillis, Optional<Seen> seen) {
    public static final int MAX_COMMENT = 1_000;
    public static final int MAX_BY = 100;
    /** A topic of 249 characters, a partition, an offset and the kind. */
    private static final Pattern INCIDENT = Pattern.compile("([A-Za-z0-9._-]{1,249})-\\d{1,10}-\\d{1,19}-("
            + String.join("|", Labelled.labels(IncidentKind.class)) + ")");

    private static final int DIGEST = 8;

    /** Images of an incident, and the anomalous ones among them. */
    public record Seen(long images, long anomalous) {
        public Seen {
            if (anomalous < 0 || anomalous > images) {
                throw new IllegalArgumentException(anomalous + " anomalous of " + images + " images");
            }
        }
    }

    public HandlingRecord {
        Objects.requireNonNull(act, "act");
        Objects.requireNonNull(seen, "seen");
        if (!isIncident(incident)) {
            throw new IllegalArgumentException("no id of an incident");
        }
        if (by.isBlank() || by.length() > MAX_BY) {
            throw new IllegalArgumentException("by must have 1 to " + MAX_BY + " characters");
        }
        if (comment.isPresent() && (comment.get().isBlank() || comment.get().length() > MAX_COMMENT)) {
            throw new IllegalArgumentException("a comment has 1 to " + MAX_COMMENT + " characters");
        }
        if (act == HandlingAct.COMMENTED && comment.isEmpty()) {
            throw new IllegalArgumentException("a comment has 1 to " + MAX_COMMENT + " characters");
        }
    }

    /** Whether this may be the id of an incident. */
    public static boolean isIncident(String id) {
        return INCIDENT.matcher(id).matches();
    }

    /** The topic of the images of an incident; empty where this is no id of one. */
    public static Optional<String> topicOf(String id) {
        Matcher matcher = INCIDENT.matcher(id);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * The key of its record: one for each act of an incident, and one for each comment. A later record of the same key
     * replaces it, and one without a value withdraws it.
     */
    public String key() {
        String key = keyOf(incident, act);
        return act == HandlingAct.COMMENTED ? key + "/" + atMillis + "-" + digest() : key;
    }

    /** The key of an act that is not a comment. */
    public static String keyOf(String incident, HandlingAct act) {
        return incident + "/" + act.label();
    }

    private String digest() {
        return Sha256.hex((by + "\n" + comment.orElse("")).getBytes(StandardCharsets.UTF_8))
                .substring(0, DIGEST);
    }
}
