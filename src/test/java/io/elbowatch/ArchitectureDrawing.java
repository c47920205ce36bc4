package io.elbowatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arrows in the root package's {@code package-info.java}: {@code a ─► b c} says that package a may use b and c, {@code x ◄─ a}
 * that library x is used by a alone.
 */
record ArchitectureDrawing(List<Arrow> packages, List<Arrow> libraries) {
    private static final Path SOURCE = Path.of("src/main/java/io/elbowatch/package-info.java");
    private static final Pattern LINE = Pattern.compile(" \\* ([\\w. ]+?) +(─►|◄─) ?([\\w. ]*)");

    /** One line of the drawing. */
    record Arrow(List<String> from, List<String> to) {}

    static ArchitectureDrawing read() {
        List<Arrow> packages = new ArrayList<>();
        List<Arrow> libraries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(SOURCE)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    Arrow arrow = new Arrow(words(matcher.group(1)), words(matcher.group(3)));
                    (matcher.group(2).equals("─►") ? packages : libraries).add(arrow);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArchitectureDrawing(packages, libraries);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }
}
