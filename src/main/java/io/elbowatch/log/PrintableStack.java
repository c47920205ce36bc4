package io.elbowatch.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.elbowatch.core.Printable;
import java.util.stream.Stream;

/** The stack trace of an event. Its own line ends stay; control characters in the messages of exceptions are escaped. */
public final class PrintableStack extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
        return super.throwableProxyToString(new Escaped(failure));
    }

    /** An exception whose messages, and those of its causes, are in one line each. */
    private record Escaped(IThrowableProxy failure) implements IThrowableProxy {

        private static IThrowableProxy of(IThrowableProxy failure) {
            return failure == null ? null : new Escaped(failure);
        }

        @Override
        public String getMessage() {
            return failure.getMessage() == null ? null : Printable.line(failure.getMessage());
        }

        @Override
        public String getOverridingMessage() {
            return failure.getOverridingMessage() == null ? null : Printable.line(failure.getOverridingMessage());
        }

        @Override
        public String getClassName() {
            return failure.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return failure.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return failure.getCommonFrames();
        }

        @Override
        public IThrowableProxy getCause() {
            return of(failure.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            IThrowableProxy[] suppressed = failure.getSuppressed();
            return suppressed == null
                    ? null
                    : Stream.of(suppressed).map(Escaped::of).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return failure.isCyclic();
        }
    }
}
