package io.elbowatch.cli;

/** The exit codes, a contract with scripts. */
public final class ExitCodes {
    public static final int DONE = 0;
    /** Refused, or not all that was asked for could be done: what was said on standard error has to be mended. */
    public static final int REFUSED = 1;
    /** The command line itself is wrong. */
    static final int USAGE = 2;
    /** Nobody foresaw it. */
    static final int UNEXPECTED = 3;

    private ExitCodes() {}
}
