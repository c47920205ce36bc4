package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects all problems of the settings, each once, so that one message refuses them together. */
final class Problems {
    private static final String REMEDY = "docs/settings.md and 'elbowatch run --help' list every setting";
    private final Set<String> found = new LinkedHashSet<>();

    void add(String problem) {
        found.add(problem);
    }

    /** @throws Refusal with every problem, if there is one */
    void refuse() {
        if (found.size() == 1) {
            throw Refusal.ofMistake(found.iterator().next(), REMEDY);
        }
        if (!found.isEmpty()) {
            throw Refusal.ofMistake(
                    found.size() + " settings cannot be used:\n  - " + String.join("\n  - ", found), REMEDY);
        }
    }
}
