package io.elbowatch.web;

import io.elbowatch.core.Sha256;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The files of the page, from the class path. Their address contains a hash of all files: browsers can cache them
 * without a limit and never mix two versions.
 */
final class Assets {
    private static final String PAGE = "index.html";
    private static final String CHARTS = "chart.js";
    private static final List<String> FILES = List.of(
            PAGE,
            "style.css",
            "icon.svg",
            "retry.js",
            "app.js",
            "feed.js",
            "connection.js",
            "filter.js",
            "reading.js",
            "outage.js",
            "dom.js",
            "route.js",
            "keys.js",
            "ask.js",
            "image.js",
            "stage.js",
            "axes.js",
            "source.js",
            "control.js",
            "ticks.js",
            "review.js",
            "words.js",
            "charts.js",
            "now.js",
            "scores.js",
            "anomalies.js",
            "details.js",
            "handling.js",
            "incidents.js",
            "sources.js",
            "whatif.js",
            "rejected.js",
            "bundles.js",
            "labels.js",
            "quality.js",
            "suggested.js",
            "model.js");

    private final Map<String, byte[]> files;
    private final String version;
    private final String page;

    private Assets(Map<String, byte[]> files) {
        this.files = files;
        this.version = hash(files);
        this.page = new String(files.get(PAGE), StandardCharsets.UTF_8).replace("{version}", version);
    }

    static Assets load() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        FILES.forEach(name -> files.put(name, bytes("/web/" + name)));
        files.put(CHARTS, bytes(chartsPath()));
        return new Assets(files);
    }

    /** A hash of all files. */
    String version() {
        return version;
    }

    /** The page itself, whose address never changes. */
    String page() {
        return page;
    }

    void serve(Context context) {
        String name = context.pathParam("name");
        byte[] file = files.get(name);
        if (file == null) {
            context.status(404).contentType(WebServer.PLAIN).result("not found\n");
            return;
        }
        context.header("Cache-Control", "public, max-age=31536000, immutable")
                .header("ETag", '"' + version + '"')
                .contentType(type(name));
        if (('"' + version + '"').equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.result(file);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }

    /** The folder of a web jar is named after its version, which the jar's properties hold. */
    private static String chartsPath() {
        Properties properties = new Properties();
        byte[] bytes = bytes("/META-INF/maven/org.webjars.npm/chart.js/pom.properties");
        try {
            properties.load(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/chart.js/" + properties.getProperty("version") + "/dist/chart.umd.min.js";
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the installation is broken: " + path + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Map<String, byte[]> files) {
        return Sha256.hex(files.values().toArray(byte[][]::new)).substring(0, 12);
    }
}
