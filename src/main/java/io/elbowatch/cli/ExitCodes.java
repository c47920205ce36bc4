package io.elbowatch.cli;

/** The exit codes, a contract with scripts. */
public final class ExitCodes {
    public static final int DONE = 0;
    /** Refused because of what was found, or done in part: standard error says why and what to do. */
    public static final int REFUSED = 1;
    /** A value that the caller gave is wrong by itself: on the command line, in the environment or in a file. */
    public static final int USAGE = 2;
    /** An exception that no code handles. */
    static final int UNEXPECTED = 3;

    /** A condition of {@code --fail-if} holds. */
    static final int CONDITION = 4;

    private ExitCodes() {}
}
