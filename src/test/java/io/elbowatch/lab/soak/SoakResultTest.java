package io.elbowatch.lab.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SoakResultTest {

    @ParameterizedTest
    @CsvSource({
        "true,  0, 0, 0, 0, 0, 0, true",
        "true,  1, 0, 0, 0, 0, 0, false",
        "true,  0, 1, 0, 0, 0, 0, false",
        "true,  0, 0, 1, 0, 0, 0, false",
        "true,  0, 0, 0, 1, 0, 0, false",
        "true,  0, 0, 0, 0, 1, 0, false",
        "true,  0, 0, 0, 0, 0, 1, false",
        "false, 0, 9, 9, 0, 9, 9, true",
        "false, 1, 0, 0, 0, 0, 0, false",
        "false, 0, 0, 0, 1, 0, 0, false",
    })
    void shouldHoldWhereItsGuaranteeIsKept(
            boolean exactlyOnce,
            int lost,
            int doubled,
            int disordered,
            int differing,
            int anomalies,
            int incidents,
            boolean holds) {
        assertThat(result(exactlyOnce, lost, doubled, disordered, differing, anomalies, incidents)
                        .holds())
                .isEqualTo(holds);
    }

    @Test
    void shouldHaveAsManyColumnsInARowAsInTheHeader() {
        String[] header = SoakResult.header().split("\n");
        String row = result(true, 0, 0, 0, 0, 0, 0).row();

        assertThat(row.chars().filter(c -> c == '|').count())
                .isEqualTo(header[0].chars().filter(c -> c == '|').count())
                .isEqualTo(header[1].chars().filter(c -> c == '|').count());
    }

    @Test
    void shouldWriteJsonThatCanBeRead() throws Exception {
        assertThat(new ObjectMapper()
                        .readTree(result(true, 3, 0, 0, 0, 0, 0).json())
                        .get("lost")
                        .asInt())
                .isEqualTo(3);
    }

    private static SoakResult result(
            boolean exactlyOnce,
            int lost,
            int doubled,
            int disordered,
            int differing,
            int wrongAnomalies,
            int wrongIncidents) {
        return new SoakResult(
                "classic",
                exactlyOnce,
                exactlyOnce,
                100,
                lost,
                0,
                doubled,
                disordered,
                differing,
                wrongAnomalies,
                2,
                wrongIncidents,
                Map.of("kill", 1),
                0,
                0,
                0,
                0,
                0,
                0,
                3,
                0,
                10,
                1,
                List.of(),
                List.of(),
                List.of());
    }
}
