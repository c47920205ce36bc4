package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the folder of a bundle by its name or its path. A folder with a manifest overrides a name: others may have the name
 * of a bundle by chance. Names are looked up in {@code $ELBOWATCH_HOME/model/bundles}.
 */
public final class BundleName {
    private static final String MANIFEST = "manifest.json";

    private final Path bundles;

    /** @param environment of the process: {@code ELBOWATCH_HOME} is the installation; the default is the working folder */
    public BundleName(Map<String, String> environment) {
        bundles = Path.of(environment.getOrDefault(Environment.HOME, ""), "model", "bundles");
    }

    /** The folder in which names are looked up; it may be missing. */
    Path named() {
        return bundles;
    }

    /** The folder, which may be missing. */
    public Path resolve(String nameOrPath) {
        Path path = Path.of(nameOrPath);
        boolean name = path.getNameCount() == 1 && !path.isAbsolute() && !nameOrPath.startsWith(".");
        Path named = bundles.resolve(nameOrPath);
        return name && !Files.exists(path.resolve(MANIFEST)) && Files.isDirectory(named) ? named : path;
    }

    /** The folder that the settings name. @throws Refusal when they name none, or one that does not exist */
    public Path require(Optional<Path> bundle) {
        String remedy =
                "name a folder with --bundle NAME_OR_PATH" + (names().isEmpty() ? "" : ", or one of " + names());
        Path folder = bundle.orElseThrow(() -> Refusal.ofMistake("no bundle is named, so there is no model", remedy));
        if (!Files.isDirectory(folder)) {
            throw new Refusal("there is no bundle " + folder, remedy);
        }
        return folder;
    }

    private List<String> names() {
        if (!Files.isDirectory(bundles)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(bundles)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // the names are only an addition to an error message
        }
    }
}
