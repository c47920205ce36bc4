package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The coordinates of the image that an output record is of. As text they are {@code topic-partition-offset}, such as
 * {@code images-2-17}, in addresses of the page, on the command line, and as the keys of labels.
 */
public record OutputOrigin(String topic, int partition, long offset) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The topic names that Kafka allows. */
    private static final Pattern TEXT =
            Pattern.compile("([a-zA-Z0-9._-]{1,249})-(0|[1-9][0-9]{0,8})-(0|[1-9][0-9]{0,17})");

    /** The coordinates as text. */
    public String text() {
        return topic + "-" + partition + "-" + offset;
    }

    /** @return empty for a text that is no coordinates */
    public static Optional<OutputOrigin> ofText(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new OutputOrigin(
                        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** Those in the value of a score or an anomaly. */
    public static OutputOrigin ofJson(byte[] value) {
        try {
            return ofImage(JSON.readTree(value).required("image"));
        } catch (IOException e) {
            throw new UncheckedIOException("a score is no JSON", e);
        }
    }

    /** Those of the field {@code image} of a record. @throws IllegalArgumentException when one is missing */
    static OutputOrigin ofImage(JsonNode image) {
        return new OutputOrigin(
                image.required("topic").asText(),
                image.required("partition").asInt(),
                image.required("offset").asLong());
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
