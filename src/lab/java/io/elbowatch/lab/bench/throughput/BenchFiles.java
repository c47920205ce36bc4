package io.elbowatch.lab.bench.throughput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code bench.json} and {@code bench.md} in a folder. */
public final class BenchFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;

    /** @throws Refusal when there is no such folder, and none can be made */
    public BenchFiles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refusal("cannot write into " + folder + ": " + e, "choose another --out", e);
        }
    }

    /** Replaces what is there. @throws Refusal when that fails */
    public void write(BenchReport report) {
        try {
            Files.writeString(folder.resolve("bench.json"), JSON.writeValueAsString(report) + "\n");
            Files.writeString(folder.resolve("bench.md"), new BenchTable(report).markdown());
        } catch (IOException e) {
            throw new Refusal("cannot write into " + folder + ": " + e, "choose another --out", e);
        }
    }

    /** A report that was written before. @throws Refusal when it is none */
    public static BenchReport read(Path file) {
        try {
            BenchReport report = JSON.readValue(Files.readString(file), BenchReport.class);
            if (report.schema() != BenchReport.SCHEMA) {
                throw new Refusal(
                        file + " has the schema " + report.schema() + ", this version reads " + BenchReport.SCHEMA,
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
