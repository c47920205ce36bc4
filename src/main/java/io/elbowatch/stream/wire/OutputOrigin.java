package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.header.Headers;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The coordinates of the image that an output record is of, read from a record that this program wrote. */
public record OutputOrigin(String topic, int partition, long offset) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those in the value of a score or an anomaly. */
    public static OutputOrigin ofJson(byte[] value) {
        try {
            JsonNode image = JSON.readTree(value).required("image");
            return new OutputOrigin(
                    image.required("topic").asText(),
                    image.required("partition").asInt(),
                    image.required("offset").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException("a score is no JSON", e);
        }
    }

    /** Those in the headers of a picture or a rejection. */
    public static OutputOrigin ofHeaders(Headers headers) {
        return new OutputOrigin(
                text(headers, io.elbowatch.stream.wire.Headers.TOPIC),
                Integer.parseInt(text(headers, io.elbowatch.stream.wire.Headers.PARTITION)),
                Long.parseLong(text(headers, io.elbowatch.stream.wire.Headers.OFFSET)));
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
