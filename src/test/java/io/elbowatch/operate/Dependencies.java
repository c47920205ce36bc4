package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.testing.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The shipped libraries, from the bill of materials that {@code mvn package} writes, ordered by name. */
record Dependencies(List<Component> components) {
    static final Path BILL = Path.of("target", "bom.json");

    private static final String PAGE = """
            # Dependencies

            The {size} libraries that Elbowatch ships. Those of Kafka's server serve the demo, the benchmarks and the soak; in the
            container image they are a layer of their own. This page is written from `target/bom.json`, the bill of materials in
            CycloneDX 1.6 that `mvn package` makes. `DependenciesIT` checks the page and the licences, and that no version is a
            snapshot or a release candidate; `mvn verify -Dit.test=DependenciesIT -Ddocs.write=true` writes the page.

            Where two licences are listed, the user chooses one. How to look for known vulnerabilities:
            [security.md](security.md#supply-chain).

            | library | version | licence |
            |---|---|---|
            {rows}
            """;

    /**
     * A library.
     *
     * @param name group and artifact with a colon between
     * @param licences by their SPDX identifiers where they have one; any of them may be chosen
     */
    record Component(String name, String version, List<String> licences) {}

    static Dependencies read() throws IOException {
        Need.BILL.check(Files.exists(BILL), () -> "no " + BILL + ": mvn package makes it, unless it is offline");
        List<Component> components = new ArrayList<>();
        for (JsonNode component : new ObjectMapper().readTree(BILL.toFile()).path("components")) {
            List<String> licences = new ArrayList<>();
            for (JsonNode choice : component.path("licenses")) {
                JsonNode licence = choice.path("license");
                licences.add(licence.path("id")
                        .asText(licence.path("name")
                                .asText(choice.path("expression").asText())));
            }
            components.add(new Component(
                    component.path("group").asText() + ":"
                            + component.path("name").asText(),
                    component.path("version").asText(),
                    licences));
        }
        components.sort(Comparator.comparing(Component::name));
        return new Dependencies(components);
    }

    String page() {
        return PAGE.replace("{size}", Integer.toString(components.size()))
                .replace(
                        "{rows}",
                        components.stream()
                                .map(component -> "| `" + component.name() + "` | " + component.version() + " | "
                                        + String.join(" or ", component.licences()) + " |")
                                .collect(Collectors.joining("\n")));
    }
}
