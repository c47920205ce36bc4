package io.elbowatch.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** Log events of a context of their own. */
final class Events {
    static final String OURS = "io.elbowatch.cli.RunCommand";
    static final String KAFKA = "org.apache.kafka.clients.NetworkClient";
    final LoggerContext context = new LoggerContext();

    LoggingEvent of(String logger, Level level, String pattern, Object... arguments) {
        return failed(logger, level, null, pattern, arguments);
    }

    LoggingEvent failed(String logger, Level level, Throwable failure, String pattern, Object... arguments) {
        LoggingEvent event =
                new LoggingEvent(Logger.FQCN, context.getLogger(logger), level, pattern, failure, arguments);
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    LoggingEvent with(LoggingEvent event, String key, Object value) {
        event.addKeyValuePair(new KeyValuePair(key, value));
        return event;
    }
}
