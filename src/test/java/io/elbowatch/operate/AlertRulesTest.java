package io.elbowatch.operate;

import io.elbowatch.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the files in prometheus/ with Prometheus' own tools, and that each alert is complete. */
class AlertRulesTest {
    private static final Path SHIPPED = Path.of("prometheus");
    /** The address of the runbook, which one external label of Prometheus sets. */
    private static final String RUNBOOK = "{{ or $externalLabels.elbowatch_runbook \"docs/runbook.md\" }}";

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    @Test
    void shouldBeValidConfigurations() {
        assertPasses(Prometheus.tool("promtool"), "check", "config", "prometheus.yml");
        // Syntax only, because the secrets that it names are not shipped.
        assertPasses(Prometheus.tool("promtool"), "check", "config", "--syntax-only", "secured.yml");
        assertPasses(Prometheus.tool("promtool"), "check", "rules", "rules/recording.yml", "rules/alerts.yml");
        assertPasses(Prometheus.tool("amtool"), "check-config", "alertmanager.yml");
    }

    @Test
    void shouldPassTheRuleTests() throws IOException {
        List<String> command = new ArrayList<>(List.of(Prometheus.tool("promtool"), "test", "rules"));
        tests().forEach(file -> command.add(SHIPPED.relativize(file).toString()));

        assertPasses(command.toArray(String[]::new));
    }

    @Test
    void shouldTestThatEveryAlertFiresAndThatItDoesNot() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : tests()) {
            all.append(Files.readString(file));
        }
        assertThat(alerts().keySet()).isNotEmpty().allSatisfy(alert -> {
            assertThat(all).containsPattern("alertname: " + alert + "\n +exp_alerts:\n +- exp_labels");
            assertThat(all).containsPattern("alertname: " + alert + "\n +exp_alerts: \\[]");
        });
    }

    @Test
    void shouldGiveEveryAlertASeverityAndARunbookEntry() throws IOException {
        String runbook = Files.readString(Path.of("docs", "runbook.md"));

        assertThat(alerts()).allSatisfy((alert, rule) -> {
            assertThat(rule).containsPattern("\n +for: \\d+[mh]\n");
            assertThat(rule).containsPattern("\n +severity: (critical|warning|info)\n");
            assertThat(rule).containsPattern("\n +summary: '.+'\n").containsPattern("\n +description: '.+'\n");
            assertThat(rule).contains("runbook_url: '" + RUNBOOK + "#" + alert.toLowerCase(Locale.ROOT) + "'\n");
            assertThat(runbook).containsPattern("(?m)^## " + alert + "$");
        });
    }

    /** One instance that is down, or does not run, says nothing about the sources that the others score. */
    @Test
    void shouldHideAlertsOnAJobOnlyForAlertsOnTheWholeJob() throws IOException {
        Map<String, String> alerts = alerts();
        List<String> sources = Pattern.compile(
                        "source_matchers: \\['alertname=~?\"([^\"]+)\"']\n +target_matchers: .*\n +equal: \\[job]\n")
                .matcher(Files.readString(SHIPPED.resolve("alertmanager.yml")))
                .results()
                .flatMap(match -> Stream.of(match.group(1).split("\\|")))
                .toList();

        assertThat(sources)
                .isNotEmpty()
                .allSatisfy(source ->
                        assertThat(alerts.get(source)).contains(" by (job)").doesNotContain("job, instance"));
    }

    @Test
    void shouldHaveNoRunbookEntryWithoutAnAlert() throws IOException {
        List<String> entries = Pattern.compile("(?m)^## (Elbowatch\\w+)$")
                .matcher(Files.readString(Path.of("docs", "runbook.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(entries).containsExactlyInAnyOrderElementsOf(alerts().keySet());
    }

    /** The text of each rule, by the name of its alert. */
    private static Map<String, String> alerts() throws IOException {
        String rules = Files.readString(SHIPPED.resolve("rules").resolve("alerts.yml"));
        Map<String, String> alerts = new LinkedHashMap<>();
        Matcher alert =
                Pattern.compile("- alert: (\\w+)\n((?:(?! *- alert:).*\n)*)").matcher(rules);
        while (alert.find()) {
            alerts.put(alert.group(1), "\n" + alert.group(2));
        }
        return alerts;
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED.resolve("tests"))) {
            return files.sorted().toList();
        }
    }

    private void assertPasses(String... command) {
        try (Program program =
                Program.start(folder.resolve("output"), SHIPPED.toAbsolutePath(), Map.of(), List.of(command))) {
            assertThat(program.awaitExit(TIMEOUT))
                    .as(() -> String.join(" ", command) + "\n" + program.output())
                    .isZero();
        }
    }
}
