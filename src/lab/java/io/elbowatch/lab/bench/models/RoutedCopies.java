package io.elbowatch.lab.bench.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Copies of a bundle in a folder, twice as many as bundles, and records of the settings topic that route sources to them.
 * Source s has bundle s mod the number of bundles.
 */
final class RoutedCopies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int bundles;
    private final int sources;

    private RoutedCopies(int bundles, int sources) {
        this.bundles = bundles;
        this.sources = sources;
    }

    /** Makes the copies. @param folder for them, as {@code models.folder} */
    static RoutedCopies write(Path bundle, int bundles, int sources, Path folder) {
        for (int number = 0; number < 2 * bundles; number++) {
            BundleCopies.write(bundle, folder.resolve("copy-" + number), number);
        }
        return new RoutedCopies(bundles, sources);
    }

    /** The names of the bundles. */
    List<String> names() {
        return IntStream.range(0, bundles).mapToObj(RoutedCopies::name).toList();
    }

    /** A record with all bundles. @param swapped how many of them have their second copy */
    byte[] record(int swapped) {
        ObjectNode record = JSON.createObjectNode().put("schema", 2);
        ArrayNode routes = record.putArray("routes");
        for (int source = 0; source < sources; source++) {
            routes.addObject().put("key", "camera-" + source).put("bundle", name(source % bundles));
        }
        ObjectNode all = record.putObject("bundles");
        for (int bundle = 0; bundle < bundles; bundle++) {
            all.putObject(name(bundle)).put("at", "copy-" + (bundle < swapped ? bundles + bundle : bundle));
        }
        return record.toString().getBytes(UTF_8);
    }

    private static String name(int bundle) {
        return "bundle-" + bundle;
    }
}
