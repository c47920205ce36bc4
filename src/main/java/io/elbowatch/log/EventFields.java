package io.elbowatch.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * The values of an event by their keys: its key-value pairs, and for events of Elbowatch the arguments that the pattern
 * of the message names, as in {@code model loaded name={} reason="{}"}.
 */
final class EventFields {
    private static final String OURS = "io.elbowatch.";
    private static final Pattern PLACEHOLDER = Pattern.compile("(?:([a-z][\\w.]*)=\"?)?\\{}");

    private EventFields() {}

    static Map<String, Object> of(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (event.getLoggerName().startsWith(OURS) && event.getMessage() != null) {
            addNamed(fields, event.getMessage(), event.getArgumentArray());
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> fields.put(pair.key, pair.value));
        }
        return fields;
    }

    private static void addNamed(Map<String, Object> fields, String pattern, Object[] arguments) {
        int values = arguments == null ? 0 : arguments.length;
        Matcher placeholder = PLACEHOLDER.matcher(pattern);
        for (int i = 0; i < values && placeholder.find(); i++) {
            if (placeholder.group(1) != null) {
                fields.put(placeholder.group(1), arguments[i]);
            }
        }
    }
}
