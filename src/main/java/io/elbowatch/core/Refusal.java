package io.elbowatch.core;

import java.util.Objects;

/**
 * Why Elbowatch does not start, or does not continue, with the given input. It states what was refused and how the user
 * can fix it. The command line prints both without a stack trace and exits with a code other than 0.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final boolean mistake;

    /**
     * @param what names the refused thing and what is wrong with it
     * @param remedy what the user can do about it
     */
    public Refusal(String what, String remedy) {
        this(what, remedy, null);
    }

    /** As above, with the failure that it translates. The cause is for debug logs only. */
    public Refusal(String what, String remedy, Throwable cause) {
        this(what, remedy, cause, false);
    }

    private Refusal(String what, String remedy, Throwable cause, boolean mistake) {
        super(Objects.requireNonNull(what, "what"), cause);
        this.remedy = Objects.requireNonNull(remedy, "remedy");
        this.mistake = mistake;
    }

    /**
     * Refuses a value that the caller gave and that is wrong whatever files, models and clusters there are: on the command
     * line, in the environment or in a file of settings.
     */
    public static Refusal ofMistake(String what, String remedy) {
        return new Refusal(what, remedy, null, true);
    }

    /** Whether a value that the caller gave is wrong by itself. */
    public boolean isMistake() {
        return mistake;
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}
