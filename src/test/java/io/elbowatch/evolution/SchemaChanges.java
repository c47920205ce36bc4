package io.elbowatch.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The incompatible changes of a schema against a released one: a reader of one could not read the records of the other.
 * Descriptions may change, and an object that allows unknown fields may get further optional ones; nothing else.
 */
final class SchemaChanges {
    /** Keywords that do not affect validity. */
    private static final Set<String> WORDS = Set.of("description", "examples", "title", "$comment");

    private SchemaChanges() {}

    /** One line for each change, in the order of the released schema. */
    static List<String> between(JsonNode released, JsonNode now) {
        List<String> changes = new ArrayList<>();
        compare("", released, now, changes);
        return changes;
    }

    private static void compare(String at, JsonNode released, JsonNode now, List<String> changes) {
        released.fieldNames().forEachRemaining(keyword -> {
            if (!WORDS.contains(keyword)) {
                keyword(at, keyword, released.get(keyword), now.path(keyword), changes);
            }
        });
        now.fieldNames().forEachRemaining(keyword -> {
            if (!WORDS.contains(keyword) && !released.has(keyword)) {
                changes.add(at + "/" + keyword + " is new");
            }
        });
    }

    private static void keyword(String at, String keyword, JsonNode released, JsonNode now, List<String> changes) {
        String name = at + "/" + keyword;
        if (now.isMissingNode()) {
            changes.add(name + " is gone");
        } else if (keyword.equals("properties") || keyword.equals("$defs")) {
            released.properties().forEach(field -> {
                JsonNode described = now.path(field.getKey());
                if (described.isMissingNode()) {
                    changes.add(name + "/" + field.getKey() + " is gone");
                } else {
                    compare(name + "/" + field.getKey(), field.getValue(), described, changes);
                }
            });
        } else if (released.isObject()) {
            compare(name, released, now, changes);
        } else if (!now.equals(released)) {
            changes.add(name + " was " + released + ", is " + now);
        }
    }
}
