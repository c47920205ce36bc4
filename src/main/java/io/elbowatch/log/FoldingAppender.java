package io.elbowatch.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Passes events to another appender and folds warnings and errors that repeat into one line a minute with their number:
 * a broker that is away makes Kafka's clients say so several times a second. The exact lines are passed as DEBUG where
 * Elbowatch logs DEBUG, as with {@code --verbose}. To be attached to the loggers of Kafka only.
 */
public final class FoldingAppender extends AppenderBase<ILoggingEvent> implements AppenderAttachable<ILoggingEvent> {
    private static final long TICK_SECONDS = 5;
    private static final String OURS = "io.elbowatch";

    private final Repeats repeats = new Repeats();
    private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();
    private final LongSupplier nanoTime;
    private ScheduledFuture<?> ticks; // null until it starts

    public FoldingAppender() {
        this(System::nanoTime);
    }

    FoldingAppender(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void start() {
        ticks = getContext()
                .getScheduledExecutorService()
                .scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        super.start();
    }

    @Override
    public void stop() {
        if (isStarted()) {
            ticks.cancel(false);
            repeats.all(nanoTime.getAsLong()).forEach(this::pass);
        }
        super.stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        tick();
        if (!event.getLevel().isGreaterOrEqual(Level.WARN) || repeats.isNew(event, nanoTime.getAsLong())) {
            pass(event);
        } else if (context().getLogger(OURS).isDebugEnabled()) {
            pass(copy(event, Level.DEBUG, event.getMessage(), event.getArgumentArray()));
        }
    }

    void tick() {
        repeats.due(nanoTime.getAsLong()).forEach(this::pass);
    }

    private void pass(Repeats.Folded folded) {
        ILoggingEvent last = folded.last();
        pass(copy(last, last.getLevel(), "{} (repeated={} seconds={}, the last of them)", new Object[] {
            last.getFormattedMessage(), folded.times(), folded.seconds()
        }));
    }

    private void pass(ILoggingEvent event) {
        targets.appendLoopOnAppenders(event);
    }

    private LoggingEvent copy(ILoggingEvent event, Level level, String message, Object[] arguments) {
        Logger logger = context().getLogger(event.getLoggerName());
        LoggingEvent copy = new LoggingEvent(Logger.FQCN, logger, level, message, null, arguments);
        copy.setThreadName(event.getThreadName());
        return copy;
    }

    private LoggerContext context() {
        return (LoggerContext) getContext();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> target) {
        targets.addAppender(target);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return targets.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return targets.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> target) {
        return targets.isAttached(target);
    }

    @Override
    public void detachAndStopAllAppenders() {
        targets.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> target) {
        return targets.detachAppender(target);
    }

    @Override
    public boolean detachAppender(String name) {
        return targets.detachAppender(name);
    }
}
