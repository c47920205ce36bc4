package io.elbowatch.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that the rules for the Prometheus operator are those of {@code prometheus/rules}. */
class PrometheusRuleTest {
    private static final Path FILE = Path.of("deploy/kubernetes/operators/prometheus-rule.yaml");
    private static final Path RULES = Path.of("prometheus/rules");
    private static final String GROUPS = "groups:";
    private static final String HEAD = """
            # The recording rules and alerts of prometheus/rules for the Prometheus operator, made of them by
            # mvn test -Dtest=PrometheusRuleTest -Dwrite=true
            # Some operators select rules by a label: it belongs here.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: elbowatch
              labels:
                app.kubernetes.io/name: elbowatch
            spec:
              groups:
            """;

    @Test
    void shouldBeTheRulesThatAreTested() throws IOException {
        String rule = HEAD
                + Stream.of("recording.yml", "alerts.yml")
                        .map(RULES::resolve)
                        .flatMap(PrometheusRuleTest::groups)
                        .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("write")) {
            Files.writeString(FILE, rule);
        }

        assertThat(Files.readString(FILE))
                .as("made of prometheus/rules: mvn test -Dtest=PrometheusRuleTest -Dwrite=true writes it anew")
                .isEqualTo(rule);
    }

    /** The lines of a file's groups, indented as in the resource. */
    private static Stream<String> groups(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
        assertThat(lines).as(file.toString()).containsOnlyOnce(GROUPS);
        return lines.stream().skip(lines.indexOf(GROUPS) + 1L).map(line -> line.isBlank() ? "" : "  " + line);
    }
}
