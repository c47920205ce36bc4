package io.elbowatch.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The JSON object that a POST contains. At most {@value #MAX_BYTES} bytes; no field twice, since two readers would see two
 * different values; {@value #MAX_DEPTH} levels.
 */
public final class JsonBody {
    public static final int MAX_BYTES = 8192;
    static final int MAX_DEPTH = 20;

    private static final String ATTRIBUTE = JsonBody.class.getName();
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /** To be called by the gate alone. */
    public static void set(ServletRequest request, byte[] body) {
        request.setAttribute(ATTRIBUTE, body);
    }

    /** @throws ApiRefusal 400 for anything but an object */
    public static ObjectNode of(Context context) {
        byte[] body = context.attribute(ATTRIBUTE);
        if (body == null) {
            throw new IllegalStateException("only a POST below /api/ has a body");
        }
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) { // its message would quote the input
            throw malformed();
        }
        throw malformed();
    }

    /** A field that is text; empty if it is missing or null. @throws ApiRefusal 400 for another type or half a character */
    public static Optional<String> text(ObjectNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isTextual()) {
            throw new ApiRefusal(400, name + " is no text", "send it as a JSON string");
        }
        if (!UTF_8.newEncoder().canEncode(field.textValue())) {
            throw new ApiRefusal(
                    400, name + " holds half of a character", "send both surrogates of a pair, or neither");
        }
        return Optional.of(field.textValue());
    }

    private static ApiRefusal malformed() {
        return new ApiRefusal(400, "the body is no JSON object", "send one object in UTF-8, each field once");
    }
}
