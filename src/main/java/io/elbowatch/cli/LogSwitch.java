package io.elbowatch.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.elbowatch.settings.LogFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Switches the format of the log lines. Logback has read logback.xml before the settings are known, so it reads the file
 * again.
 */
final class LogSwitch {
    private static final String PROPERTY = "elbowatch.log.format";

    private LogSwitch() {}

    /** Chooses the format before the settings are checked, so that their refusal has it, too. */
    static void before(List<String> arguments, Map<String, String> environment) {
        if (System.getProperty(PROPERTY) == null && RunCommand.isNamedBy(arguments)) {
            to(LogFormat.asked(arguments, environment));
        }
    }

    static void to(LogFormat format) {
        boolean same = format.label().equals(System.getProperty(PROPERTY, LogFormat.TEXT.label()));
        if (same || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext logback)) {
            return;
        }
        System.setProperty(PROPERTY, format.label());
        try {
            logback.reset();
            new ContextInitializer(logback).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException("log lines cannot be written as " + format.label(), e);
        }
    }

    static boolean isJson() {
        return LogFormat.JSON.label().equals(System.getProperty(PROPERTY));
    }
}
