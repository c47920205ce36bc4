package io.elbowatch.lab.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as {@code NAME.json} for programs and {@code NAME.md} for people. */
public final class ReportFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path name;

    /** Creates the folder, so that a benchmark fails before it measures. @throws Refusal when that fails */
    public ReportFiles(Path name) {
        this.name = name.toAbsolutePath();
        try {
            Files.createDirectories(this.name.getParent());
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /**
     * Writes both files, or replaces them.
     *
     * @param report a record, written field by field
     * @throws Refusal when that fails
     */
    public void write(Object report, String markdown) {
        try {
            Files.writeString(json(), JSON.writeValueAsString(report) + "\n");
            Files.writeString(markdown(), markdown);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    public Path json() {
        return name.resolveSibling(name.getFileName() + ".json");
    }

    public Path markdown() {
        return name.resolveSibling(name.getFileName() + ".md");
    }

    private Refusal refusal(IOException e) {
        return new Refusal("cannot write into " + name.getParent() + ": " + e, "choose another --out", e);
    }
}
