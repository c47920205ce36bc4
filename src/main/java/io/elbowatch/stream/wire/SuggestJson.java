package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.quality.Estimate;
import io.elbowatch.core.quality.SuggestedAlpha;
import io.elbowatch.core.quality.Suggestions;
import java.util.Optional;

/** What other α would have given, for scripts and the page: one JSON object, schema 1. Fields are added only. */
public final class SuggestJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SuggestJson() {}

    /** As text, indented. */
    public static String write(Suggestions suggestions) {
        return tree(suggestions).toPrettyString();
    }

    /** As a tree, for an answer that contains it. */
    public static ObjectNode tree(Suggestions suggestions) {
        ObjectNode json = JSON.createObjectNode().put("schema", 1);
        json.put("alpha", suggestions.inForce());
        json.put("reportedLabels", suggestions.reportedLabels()).put("reviewLabels", suggestions.reviewLabels());
        ArrayNode alphas = json.putArray("alphas");
        for (SuggestedAlpha row : suggestions.alphas()) {
            ObjectNode one = alphas.addObject()
                    .put("alpha", row.alpha())
                    .put("labels", row.reported())
                    .put("defects", row.defects());
            put(one, "precision", row.precision());
            put(one, "falseAlarmRate", row.falseAlarmRate());
            put(one, "recall", row.recall());
            ArrayNode doubts = one.putArray("doubts");
            row.doubts().forEach(doubt -> doubts.add(doubt.sentence()));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<Estimate> estimate) {
        estimate.ifPresent(known -> json.putObject(name)
                .put("value", known.value())
                .put("low", known.low())
                .put("high", known.high())
                .put("labels", known.labels()));
    }
}
