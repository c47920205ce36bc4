package io.elbowatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.stream.Collectors.toCollection;

/** The packages that the sources of a package import. */
final class SourceImports {
    private static final List<Path> ROOTS =
            List.of(Path.of("src/main/java/io/elbowatch"), Path.of("src/lab/java/io/elbowatch"));
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?(io\\.elbowatch(?:\\.[a-z]+)*)\\.[A-Z]", Pattern.MULTILINE);

    private SourceImports() {}

    /** @param name relative to {@code io.elbowatch} */
    static Set<String> of(String name) {
        Set<String> imported = new TreeSet<>();
        for (Path root : ROOTS) {
            Path folder = root.resolve(name.replace('.', '/'));
            if (Files.isDirectory(folder)) {
                imported.addAll(ofFolder(folder));
            }
        }
        return imported;
    }

    private static Set<String> ofFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(SourceImports::read)
                    .flatMap(text -> IMPORT.matcher(text).results())
                    .map(result -> result.group(1))
                    .collect(toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
