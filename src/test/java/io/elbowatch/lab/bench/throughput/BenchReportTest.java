package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchReportTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatItWrites() {
        BenchReport report = Reports.of(1_000);

        new ReportFiles(folder.resolve("new/one/bench")).write(report, new BenchTable(report).markdown());

        assertThat(BenchReport.read(folder.resolve("new/one/bench.json"))).isEqualTo(report);
        assertThat(folder.resolve("new/one/bench.md")).content().startsWith("Measured 2026");
    }

    @Test
    void shouldRefuseWhatIsNoReport() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "[1]");

        assertThatThrownBy(() -> BenchReport.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no report");
    }

    @Test
    void shouldCompareWhatBothHave() {
        String text = new BenchComparison(Reports.of(1_000), Reports.of(1_500)).text();

        assertThat(text).contains("boards, raw, 1 thread: plain-loop").doesNotContain("another machine");
        assertThat(text.lines().filter(line -> line.contains("elbowatch-overlap")))
                .singleElement()
                .asString()
                .contains("1.500  ", "1.000");
    }
}
