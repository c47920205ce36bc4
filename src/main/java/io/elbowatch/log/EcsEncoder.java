package io.elbowatch.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Log events in the Elastic Common Schema: one JSON object a line. What the message says as {@code key=value} is also a
 * field under {@code elbowatch}: at the top level its names would collide with those of the schema.
 */
public final class EcsEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];
    private static final String ECS_VERSION = "1.2.0";

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", timestamp(event));
        fields.put("log.level", event.getLevel().toString());
        fields.put("message", String.valueOf(event.getFormattedMessage()));
        fields.put("ecs.version", ECS_VERSION);
        fields.put("service.name", "elbowatch");
        fields.put("log.logger", event.getLoggerName());
        fields.put("process.thread.name", event.getThreadName());
        put(fields, "elbowatch", EventFields.of(event));
        put(fields, "labels", event.getMDCPropertyMap());
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            fields.put("error.type", failure.getClassName());
            fields.put("error.message", String.valueOf(failure.getMessage()));
            fields.put("error.stack_trace", ThrowableProxyUtil.asString(failure));
        }
        return (JsonText.object(fields) + "\n").getBytes(UTF_8);
    }

    /** Always with three digits, so that lines can be sorted as text. */
    private static String timestamp(ILoggingEvent event) {
        Instant instant = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS);
        String text = instant.toString();
        return text.indexOf('.') < 0 ? text.replace("Z", ".000Z") : text;
    }

    private static void put(Map<String, Object> fields, String name, Map<String, ?> group) {
        if (group != null && !group.isEmpty()) {
            fields.put(name, group);
        }
    }
}
