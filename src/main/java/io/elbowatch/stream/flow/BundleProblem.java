package io.elbowatch.stream.flow;

import io.elbowatch.core.Labelled;
import java.util.Objects;

/** Why a bundle cannot be used. Every instance finds the same problem, unless it is {@link Reason#UNREACHABLE}. */
public final class BundleProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The kinds of problems. Metrics and alerts depend on their labels. */
    public enum Reason implements Labelled {
        /** It is not there, or its place does not answer: it may be there later. */
        UNREACHABLE,
        /** It has more than {@code models.max-bytes}. */
        TOO_LARGE,
        /** It does not have the hash that the plan names. */
        WRONG_HASH,
        /** An archive with an entry that must not be unpacked. */
        UNSAFE_ARCHIVE,
        /** No bundle, or a broken one. */
        INVALID,
        /** The model does not compute what training computed. */
        GOLDEN_IMAGES,
        /** The execution provider cannot run it. */
        PROVIDER,
        /** Its calibration has too few images for the α in force. */
        ALPHA_OUT_OF_REACH;
    }

    /** @param detail for people; it quotes at most a few words of what was found */
    public BundleProblem(Reason reason, String detail) {
        this(reason, detail, null);
    }

    /** As above, with the failure that it translates. */
    public BundleProblem(Reason reason, String detail, Throwable cause) {
        super(Objects.requireNonNull(detail, "detail"), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What was found, for people. */
    public String detail() {
        return getMessage();
    }

    public Reason reason() {
        return reason;
    }
}
