package io.elbowatch.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.operate.Dashboards.Expression;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults in dashboards that Grafana shows wrongly, or not at all, without an error. */
class DashboardsTest {
    private static final int COLUMNS = 24;
    /** Rows of 38 pixels each, under Grafana's own 160 pixels, on a screen of 1080. */
    private static final int ROWS_OF_A_SCREEN = 24;

    static Stream<Path> dashboards() {
        return Dashboards.files().stream();
    }

    @Test
    void shouldBeThreeWithDifferentNames() {
        assertThat(dashboards().map(file -> Dashboards.read(file).path("uid").asText()))
                .containsExactlyInAnyOrder(
                        "elbowatch-overview", "elbowatch-inference", "elbowatch-models", "elbowatch-stream");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldHaveUniqueIdsAndQueryNames(Path file) {
        List<JsonNode> panels = Dashboards.panels(Dashboards.read(file));

        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels)
                .allSatisfy(panel -> assertThat(Prometheus.elements(panel.path("targets"))
                                .map(target -> target.path("refId").asText()))
                        .isNotEmpty()
                        .doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldFitTheGridOfOneScreenWithoutOverlap(Path file) {
        Set<Integer> taken = new HashSet<>();
        for (JsonNode panel : Dashboards.panels(Dashboards.read(file))) {
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            assertThat(at.path("y").asInt() + at.path("h").asInt()).isLessThanOrEqualTo(ROWS_OF_A_SCREEN);
            for (int x = 0; x < at.path("w").asInt(); x++) {
                for (int y = 0; y < at.path("h").asInt(); y++) {
                    int cell =
                            (at.path("y").asInt() + y) * COLUMNS + at.path("x").asInt() + x;
                    assertThat(taken.add(cell)).as(panel.path("title").asText()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldTakeItsDataSourceFromTheVariable(Path file) {
        JsonNode dashboard = Dashboards.read(file);

        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(Prometheus.elements(dashboard.at("/templating/list"))
                        .map(variable -> variable.path("name").asText()))
                .contains("datasource", "model", "instance");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldGiveEveryPanelADescriptionAndAUnit(Path file) {
        assertThat(Dashboards.panels(Dashboards.read(file))).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).hasSizeGreaterThan(20);
            assertThat(panel.at("/fieldConfig/defaults/noValue").asText()).isEqualTo("not known");
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void shouldLinkToPanelsAndDashboardsThatExist(Path file) {
        List<String> urls = Dashboards.panels(Dashboards.read(file)).stream()
                .flatMap(panel -> Prometheus.elements(panel.path("links")))
                .map(link -> link.path("url").asText())
                .toList();

        assertThat(urls)
                .isNotEmpty()
                .allMatch(url -> url.matches("/d/elbowatch-(overview|inference|models|stream)\\?.*"));
    }

    @Test
    void shouldUseNoVariableThatIsNotReplaced() {
        assertThat(Dashboards.expressions()).extracting(Expression::promQl).noneMatch(promQl -> promQl.contains("$"));
    }
}
