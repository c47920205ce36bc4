package io.elbowatch.cli;

/** The exit codes, a contract with scripts. */
public final class ExitCodes {
    public static final int DONE = 0;
    /** Refused, or done in part: standard error says why and what to do. */
    public static final int REFUSED = 1;
    /** The command line itself is wrong. */
    static final int USAGE = 2;
    /** An exception that no code handles. */
    static final int UNEXPECTED = 3;

    private ExitCodes() {}
}
