package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Routes and bundles as the soak knows them, without the code that it tests: routes of single sources come first, then
 * {@code camera-1?}, then all others.
 *
 * @param folders of the bundles, by their names in routes
 * @param sources the bundles of single sources, by key
 */
record RoutedBundles(Map<String, String> folders, Map<String, String> sources) {
    static final String TEENS = "teens";
    static final String REST = "rest";
    private static final String TEENS_GLOB = "camera-1?";
    private static final ObjectMapper JSON = new ObjectMapper();

    RoutedBundles {
        folders = Map.copyOf(folders);
        sources = Map.copyOf(sources);
    }

    /** The name of the bundle of a source. */
    String bundle(String key) {
        boolean teen = key.length() == TEENS_GLOB.length() && key.startsWith("camera-1");
        return sources.getOrDefault(key, teen ? TEENS : REST);
    }

    RoutedBundles withBundle(String name, String folder) {
        Map<String, String> changed = new TreeMap<>(folders);
        changed.put(name, folder);
        return new RoutedBundles(changed, sources);
    }

    RoutedBundles withSource(String key, String bundle) {
        Map<String, String> changed = new TreeMap<>(sources);
        changed.put(key, bundle);
        return new RoutedBundles(folders, changed);
    }

    RoutedBundles withoutSource(String key) {
        Map<String, String> changed = new TreeMap<>(sources);
        changed.remove(key);
        return new RoutedBundles(folders, changed);
    }

    /** The value of a record of the settings topic. */
    ObjectNode record() {
        ObjectNode record = JSON.createObjectNode().put("schema", 2);
        ArrayNode routes = record.putArray("routes");
        new TreeMap<>(sources)
                .forEach((key, bundle) -> routes.addObject().put("key", key).put("bundle", bundle));
        routes.addObject().put("keyGlob", TEENS_GLOB).put("bundle", TEENS);
        routes.addObject().put("any", true).put("bundle", REST);
        ObjectNode bundles = record.putObject("bundles");
        new TreeMap<>(folders).forEach((name, folder) -> bundles.putObject(name).put("at", folder));
        return record;
    }

    static byte[] bytes(ObjectNode record) {
        return record.toString().getBytes(UTF_8);
    }
}
