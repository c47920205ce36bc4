package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bundle and a copy of it with another version. Graph and calibration are the same, and so are the scores.
 *
 * @param folders of both
 * @param versions of both
 */
record BundleVersions(List<Path> folders, List<String> versions) {

    /** Makes the copy. @param folder for the copy */
    static BundleVersions of(Bundle bundle, Path folder) {
        String version = bundle.manifest().version();
        String other = version + "-soak";
        try (Stream<Path> files = Files.list(bundle.folder())) {
            Files.createDirectories(folder);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(file.getFileName().toString());
                if (file.toString().endsWith(".json")) {
                    Files.writeString(
                            copy,
                            Files.readString(file)
                                    .replace("\"version\": \"" + version + "\"", "\"version\": \"" + other + "\""));
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + bundle.folder(), e);
        }
        return new BundleVersions(
                List.of(bundle.folder().toAbsolutePath(), folder.toAbsolutePath()), List.of(version, other));
    }
}
