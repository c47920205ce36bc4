package io.elbowatch.lab.bench.throughput;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BenchTableTest {
    private final BenchTable table = new BenchTable(Reports.of(12_345));

    @Test
    void shouldHaveARowForEveryVariantAndStage() {
        assertThat(table.text())
                .contains("boards, raw, 1 thread: generated boards, 100 different ones of 4,096 bytes")
                .contains("plain loop", "one by one", "Elbowatch, overlap", "verdict and JSON");
    }

    @Test
    void shouldBeMarkdownWithAsManyCellsInEveryRow() {
        assertThat(table.markdown().lines().filter(line -> line.contains("| 12,345 |")))
                .hasSize(Variant.values().length)
                .allSatisfy(line ->
                        assertThat(line.chars().filter(c -> c == '|').count()).isEqualTo(11));
    }

    @Test
    void shouldNameMachineAndCommand() {
        assertThat(table.markdown()).contains("a processor, 2 cores", "`elbowatch bench`", "of 2 rounds after 1");
    }
}
