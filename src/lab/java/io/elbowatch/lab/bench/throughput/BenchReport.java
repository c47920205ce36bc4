package io.elbowatch.lab.bench.throughput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All figures of one run of the benchmark, as in {@code bench.json}.
 *
 * @param schema rises when a field is removed or changes its meaning
 * @param measuredAt ISO 8601
 * @param commandLine that started it
 * @param rounds that were counted
 */
public record BenchReport(
        int schema,
        String measuredAt,
        String commandLine,
        Machine machine,
        int rounds,
        int warmUps,
        int partitions,
        List<WorkloadResult> workloads) {
    static final int SCHEMA = 1;

    /** Reads a {@code bench.json}. @throws Refusal when the file is none of this version */
    public static BenchReport read(Path file) {
        try {
            BenchReport report = new ObjectMapper().readValue(Files.readAllBytes(file), BenchReport.class);
            if (report.schema() != SCHEMA) {
                throw new Refusal(
                        file + " has the schema " + report.schema() + ", this version reads " + SCHEMA,
                        "measure again with the older version's commit");
            }
            return report;
        } catch (JsonProcessingException e) {
            throw new Refusal(file + " is no report of this bench: " + e.getOriginalMessage(), "give a bench.json", e);
        } catch (IOException e) {
            throw new Refusal("cannot read " + file + ": " + e, "give a bench.json", e);
        }
    }
}
