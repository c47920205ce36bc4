package io.elbowatch.core;

import java.util.Objects;

/**
 * Why Elbowatch does not start, or does not continue, with the given input. It states what was refused and how the user
 * can fix it. The command line prints both without a stack trace and exits with a code other than 0.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param what names the refused thing and what is wrong with it
     * @param remedy what the user can do about it
     */
    public Refusal(String what, String remedy) {
        this(what, remedy, null);
    }

    /** As above, with the failure that it translates. The cause is for debug logs only. */
    public Refusal(String what, String remedy, Throwable cause) {
        super(Objects.requireNonNull(what, "what"), cause);
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}
