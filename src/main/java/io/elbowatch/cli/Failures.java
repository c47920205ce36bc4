package io.elbowatch.cli;

import io.elbowatch.core.FileNames;
import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns an exception of a command into output and an exit code. A {@link Refusal} is two lines: the problem and the
 * remedy. Any other exception is one line and a file with its stack trace, because it may not happen again.
 */
final class Failures implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        if (failure instanceof InvalidPathException name) {
            return refused(FileNames.refusal(name), line.getErr());
        }
        return failure instanceof Refusal refusal
                ? refused(refusal, line.getErr())
                : unexpected(failure, line.getErr());
    }

    static Refusal ofModel(ModelException e) {
        return new Refusal(e.getMessage(), "check the bundle: elbowatch check", e);
    }

    private static int refused(Refusal refusal, PrintWriter err) {
        if (!Interruption.explains(refusal)) {
            LOG.debug("refused", refusal);
            tell(refusal.getMessage(), refusal.remedy(), err);
        }
        return refusal.isMistake() ? ExitCodes.USAGE : ExitCodes.REFUSED;
    }

    /** Two lines for people, or an event where log lines are JSON: a collector reads nothing else. */
    static void tell(String problem, String remedy, PrintWriter err) {
        if (LogSwitch.isJson()) {
            LOG.atError().addKeyValue("fix", remedy).log("{}", problem);
            return;
        }
        err.println("error: " + Printable.lines(problem));
        err.println("  fix: " + Printable.lines(remedy));
        err.flush();
    }

    static int unexpected(Throwable failure, PrintWriter err) {
        if (Interruption.explains(failure)) {
            return ExitCodes.UNEXPECTED; // of which nobody hears: the code is that of the signal
        }
        if (LogSwitch.isJson()) {
            LOG.error("unexpected failure", failure);
            return ExitCodes.UNEXPECTED;
        }
        err.println("error: unexpected " + failure.getClass().getName() + ": "
                + Printable.line(String.valueOf(failure.getMessage())));
        if (LOG.isDebugEnabled()) {
            failure.printStackTrace(err);
        } else {
            keepStackTrace(failure, err);
        }
        err.flush();
        return ExitCodes.UNEXPECTED;
    }

    private static void keepStackTrace(Throwable failure, PrintWriter err) {
        try {
            Path file = Files.createTempFile("elbowatch-", ".stacktrace");
            try (PrintWriter trace = new PrintWriter(Files.newBufferedWriter(file))) {
                failure.printStackTrace(trace);
            }
            err.println("  fix: please report it, with the stack trace in " + file);
        } catch (IOException e) {
            failure.printStackTrace(err); // a read-only container has no place for a file
        }
    }
}
