package io.elbowatch.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The events that one browser gets in addition to the journal: the identity of the journal and the page, and the
 * model. Used by one thread.
 */
final class Greeting {
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

    private final Supplier<ModelCard> model;
    private final Supplier<Optional<String>> notice;
    private final String pageVersion;
    private String told = "";

    Greeting(Supplier<ModelCard> model, Supplier<Optional<String>> notice, String pageVersion) {
        this.model = model;
        this.notice = notice;
        this.pageVersion = pageVersion;
    }

    /** Tells a page when it must drop its entries, or reload. */
    String hello(String journal) {
        return text(JSON.createObjectNode().put("journal", journal).put("page", pageVersion));
    }

    /** Model and notice, if they changed since the last call. */
    Optional<String> news() {
        String now = card(model.get());
        if (now.equals(told)) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(now);
    }

    private String card(ModelCard card) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", card.name())
                .put("version", card.version())
                .put("provider", card.provider())
                .put("calibrationImages", card.calibrationImages())
                .put("alpha", card.alpha())
                .put("decider", card.decider());
        ObjectNode facts = json.putObject("facts");
        card.facts().forEach(facts::put);
        notice.get().ifPresent(line -> json.put("notice", line));
        return text(json);
    }

    private static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
