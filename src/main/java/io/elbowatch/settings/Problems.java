package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong with the settings, so that all of it is refused at once, and each problem told once. */
final class Problems {
    private static final String MEND = "docs/settings.md and 'elbowatch run --help' list every setting";
    private final Set<String> found = new LinkedHashSet<>();

    void add(String problem) {
        found.add(problem);
    }

    /** What is made, or the stand-in when it refuses to be: then the refusal is kept and the checks go on. */
    <T> T attempt(Supplier<T> make, T standIn) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            add(e.getMessage());
            return standIn;
        }
    }

    /** @throws Refusal with everything that was found */
    void refuse() {
        if (found.size() == 1) {
            throw new Refusal(found.iterator().next(), MEND);
        }
        if (!found.isEmpty()) {
            throw new Refusal(found.size() + " settings cannot be used:\n  - " + String.join("\n  - ", found), MEND);
        }
    }
}
