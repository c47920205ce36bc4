package io.elbowatch.stream.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A kind of output record that has an Avro schema. */
public enum RecordKind {
    SCORE,
    ANOMALY,
    INCIDENT,
    FEEDBACK;

    private final String avro;

    RecordKind() {
        avro = resource("/avro/" + name().toLowerCase(Locale.ROOT) + ".avsc");
    }

    /** The text of its Avro schema. */
    public String avro() {
        return avro;
    }

    private static String resource(String path) {
        try (InputStream in = RecordKind.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + path);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path could not be read", e);
        }
    }
}
