package io.elbowatch.stream.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.dataset.SetImage;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What is sent around an image, as programs of other people do it. */
public enum FeedEnvelope implements Labelled {
    /** Fields {@code image} (base64), {@code source} and {@code id}. */
    JSON("application/json") {
        @Override
        ObjectNode around(SetImage image, String source) {
            return MAPPER.createObjectNode()
                    .put("source", source)
                    .put("id", image.name())
                    .put("image", image.bytes());
        }
    },
    /** A structured CloudEvent with {@code data_base64}. */
    CLOUDEVENTS("application/cloudevents+json") {
        @Override
        ObjectNode around(SetImage image, String source) {
            return MAPPER.createObjectNode()
                    .put("specversion", "1.0")
                    .put("type", "io.elbowatch.image")
                    .put("source", source)
                    .put("id", image.name())
                    .put("datacontenttype", image.contentType())
                    .put("data_base64", image.bytes());
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String contentType;

    FeedEnvelope(String contentType) {
        this.contentType = contentType;
    }

    abstract ObjectNode around(SetImage image, String source);

    /** The value of the record. */
    byte[] value(SetImage image, String source) {
        return around(image, source).toString().getBytes(UTF_8);
    }

    /** Of the value. */
    String contentType() {
        return contentType;
    }
}
