package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The opening or closing of an incident as a webhook receives it, schema 1 (docs/schema/webhook.schema.json).
 *
 * @param id of the event: the same each time it is sent, so that a receiver can pass over what it has already
 * @param body JSON in UTF-8
 */
public record WebhookEvent(String id, byte[] body) {
    private static final int SCHEMA = 1;
    private static final int MAX_BYTES = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The event of a record of the incidents topic; empty where it is no such record.
     *
     * @param application that wrote it
     */
    public static Optional<WebhookEvent> of(String application, byte[] incident) {
        if (incident == null || incident.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode record = JSON.readTree(incident);
            String id = record.path("id").asText();
            String event = record.path("event").asText();
            if (!HandlingRecord.isIncident(id) || !event.equals("opened") && !event.equals("closed")) {
                return Optional.empty();
            }
            return Optional.of(event(id + "-" + event, application, record));
        } catch (IOException e) {
            return Optional.empty(); // The caller logs it.
        }
    }

    private static WebhookEvent event(String id, String application, JsonNode record) {
        ObjectNode json =
                JSON.createObjectNode().put("schema", SCHEMA).put("id", id).put("application", application);
        json.set("incident", record);
        try {
            return new WebhookEvent(id, JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
