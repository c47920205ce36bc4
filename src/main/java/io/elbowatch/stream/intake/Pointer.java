package io.elbowatch.stream.intake;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901): {@code /camera/id}, {@code /frames/0/data}. */
final class Pointer {
    private static final int MAX_STEPS = 32;

    private Pointer() {}

    /** The same text. @throws IllegalArgumentException for a text that is no pointer below the root */
    static String checked(String text) {
        steps(text);
        return text;
    }

    /** One step as a pointer has it. */
    static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    /** The names and indices on the way from the root. @throws IllegalArgumentException as above */
    static List<String> steps(String text) {
        if (!text.startsWith("/") || text.matches("(?s).*~(?![01]).*")) {
            throw new IllegalArgumentException("'" + text + "' is no JSON pointer");
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        if (steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("a JSON pointer has at most " + MAX_STEPS + " steps");
        }
        return steps;
    }
}
