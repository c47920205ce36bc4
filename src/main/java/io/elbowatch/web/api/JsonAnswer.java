package io.elbowatch.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.UncheckedIOException;

/** The JSON that a request is answered with. */
public final class JsonAnswer {
    /** The content type of every answer. */
    public static final String TYPE = "application/json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonAnswer() {}

    /** An empty object, to be filled. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Answers with 200. */
    public static void send(Context context, JsonNode json) {
        context.contentType(TYPE).result(bytes(json));
    }

    /** Answers with what is wrong and how to do it right: {@code {"error": …, "remedy": …}}. */
    public static void refuse(Context context, int status, String problem, String remedy) {
        context.status(status).contentType(TYPE).result(refusal(problem, remedy));
    }

    /** The same as bytes. */
    public static byte[] refusal(String problem, String remedy) {
        return bytes(object().put("error", problem).put("remedy", remedy));
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
