package io.elbowatch.core;

import java.util.Objects;

/**
 * Why Elbowatch will not start or go on with what it was given. Its message is written for whoever has to mend it: what
 * was refused, and what to do. The command line prints it without a stack trace and ends with a code other than 0.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    /**
     * @param what names the thing and what is wrong with it
     * @param mend what to do about it
     */
    public Refusal(String what, String mend) {
        this(what, mend, null);
    }

    /** As above, with the failure that it translates; the cause is for debug logs alone. */
    public Refusal(String what, String mend, Throwable cause) {
        super(Objects.requireNonNull(what, "what"), cause);
        this.mend = Objects.requireNonNull(mend, "mend");
    }

    /** What to do about it. */
    public String mend() {
        return mend;
    }
}
