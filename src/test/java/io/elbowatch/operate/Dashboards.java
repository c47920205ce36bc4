package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Grafana dashboards. */
final class Dashboards {
    private static final Path FOLDER = Path.of("grafana", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Dashboards() {}

    /** One expression of a panel, with its variables replaced by the values for "all". */
    record Expression(String panel, String promQl) {}

    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> panels(JsonNode dashboard) {
        return Prometheus.elements(dashboard.path("panels")).toList();
    }

    static List<Expression> expressions() {
        List<Expression> expressions = new ArrayList<>();
        for (Path file : files()) {
            JsonNode dashboard = read(file);
            for (JsonNode panel : panels(dashboard)) {
                String where = file.getFileName() + ": " + panel.path("title").asText();
                Prometheus.elements(panel.path("targets"))
                        .forEach(target -> expressions.add(new Expression(
                                where, substituted(target.path("expr").asText()))));
            }
            for (JsonNode variable :
                    Prometheus.elements(dashboard.at("/templating/list")).toList()) {
                String query = variable.at("/query/query").asText();
                if (query.startsWith("label_values(")) {
                    String of = query.replaceAll("label_values\\((.*), \\w+\\)", "$1");
                    expressions.add(new Expression(
                            file.getFileName() + ": variable "
                                    + variable.path("name").asText(),
                            substituted(of)));
                }
            }
        }
        return expressions;
    }

    private static String substituted(String expression) {
        return expression
                .replace("$__rate_interval", "20s")
                .replace("$instance", ".*")
                .replace("$model", ".*")
                .replace("$source", ".*");
    }
}
