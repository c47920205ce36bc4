package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of bundles between which routes and records choose: two networks with different scores, the first of them
 * once more under another version, and one whose golden images are wrong.
 *
 * @param folder that has them, as {@code models.folder}
 * @param first of the networks
 * @param second of the networks, for images of the same shape
 * @param stamps of the bundles that can be opened, by the names of their folders
 */
record SwappedBundles(Path folder, Bundle first, Bundle second, Map<String, Stamp> stamps) {
    static final String FIRST = "first";
    static final String FIRST_AGAIN = "first-again";
    static final String SECOND = "second";
    static final String DAMAGED = "damaged";
    static final List<String> SOUND = List.of(FIRST, FIRST_AGAIN, SECOND);

    /** What a score says of the model that made it. */
    record Stamp(String sha256, String version) {}

    SwappedBundles {
        stamps = Map.copyOf(stamps);
    }

    /** Writes them. @param folder is made */
    static SwappedBundles of(Bundle first, Bundle second, Path folder) {
        copy(first.folder(), folder.resolve(FIRST), "", "");
        copy(second.folder(), folder.resolve(SECOND), "", "");
        String version = first.manifest().version();
        String again = version + "-again";
        copy(
                first.folder(),
                folder.resolve(FIRST_AGAIN),
                "\"version\": \"" + version + "\"",
                "\"version\": \"" + again + "\"");
        copy(second.folder(), folder.resolve(DAMAGED), "\"kl\": ", "\"kl\": 9");
        return new SwappedBundles(
                folder,
                first,
                second,
                Map.of(
                        FIRST, stamp(first, version),
                        FIRST_AGAIN, stamp(first, again),
                        SECOND, stamp(second, second.manifest().version())));
    }

    private static Stamp stamp(Bundle bundle, String version) {
        return new Stamp(bundle.manifest().model().sha256(), version);
    }

    private static void copy(Path from, Path to, String text, String replacement) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(file.getFileName().toString());
                if (file.toString().endsWith(".json") && !text.isEmpty()) {
                    Files.writeString(copy, Files.readString(file).replace(text, replacement));
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from, e);
        }
    }
}
