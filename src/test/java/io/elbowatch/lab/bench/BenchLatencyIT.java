package io.elbowatch.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.cli.Main;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** A short benchmark of the whole stream: that it measures what it says, not how fast that is. */
class BenchLatencyIT {
    @TempDir
    Path folder;

    @Test
    void shouldTimeEveryImageThatWasToBeSent() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int code = line.execute(
                "bench",
                "latency",
                "--bundle",
                Bundles.BOARDS.toString(),
                "--preset",
                "latency",
                "--rates",
                "200",
                "--seconds",
                "0.5",
                "--rounds",
                "1",
                "--warm-up",
                "0",
                "--partitions",
                "2",
                "--out",
                folder.resolve("latency").toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("latency.md"))).isEqualTo(out.toString());
        JsonNode load = new ObjectMapper()
                .readTree(folder.resolve("latency.json").toFile())
                .at("/variants/0/loads/0");
        assertThat(load.at("/images").asInt()).isEqualTo(100); // those of half a second, each matched once
        assertThat(load.at("/p50Millis/median").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(load.at("/p99Millis/median").asDouble());
        assertThat(load.at("/p99Millis/median").asDouble())
                .isLessThanOrEqualTo(load.at("/p999Millis/median").asDouble());
        assertThat(load.at("/p999Millis/median").asDouble())
                .isLessThanOrEqualTo(load.at("/maxMillis/median").asDouble());
    }
}
