package io.elbowatch.lab.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as a file for programs and one for people, side by side under one name. */
public final class ReportFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFiles() {}

    /**
     * Writes {@code NAME.json} and {@code NAME.md}.
     *
     * @param report a record, written field by field
     * @throws Refusal where they cannot be written
     */
    public static void write(Path name, Object report, String markdown) {
        try {
            Path folder = name.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            JSON.writeValue(folder.resolve(name.getFileName() + ".json").toFile(), report);
            Files.writeString(folder.resolve(name.getFileName() + ".md"), markdown);
        } catch (IOException e) {
            throw new Refusal("the report cannot be written: " + e.getMessage(), "give --out as FOLDER/NAME", e);
        }
    }
}
