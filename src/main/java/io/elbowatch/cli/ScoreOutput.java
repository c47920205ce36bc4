package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.StagedPath;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where lines go: to standard output as they come, or to a file that appears as a whole when it is published. */
final class ScoreOutput implements AutoCloseable {
    private static final String MEND = "choose another --out, in a folder that you may write to, on a disk with room";

    private final Path file; // empty for standard output
    private final Optional<StagedPath> staged;
    private final Writer writer;

    private ScoreOutput(Path file, Optional<StagedPath> staged, Writer writer) {
        this.file = file;
        this.staged = staged;
        this.writer = writer;
    }

    static ScoreOutput to(PrintWriter console) {
        return new ScoreOutput(Path.of(""), Optional.empty(), console);
    }

    /** @throws Refusal when the file cannot be written */
    static ScoreOutput to(Path file) {
        Path target = file.toAbsolutePath();
        try {
            if (Files.isDirectory(target) || target.getParent() == null) {
                throw new Refusal(file + " is a folder", MEND);
            }
            StagedPath staged = new StagedPath(target);
            Writer writer = Files.newBufferedWriter(staged.path());
            staged.path().toFile().deleteOnExit(); // After Ctrl-C nothing closes it.
            return new ScoreOutput(target, Optional.of(staged), writer);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    void write(String line) {
        try {
            writer.write(line);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    void publish() {
        try {
            writer.flush();
            if (staged.isPresent()) {
                writer.close();
                staged.get().publish();
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Refusal unwritable(Path file, IOException e) {
        return new Refusal("cannot write " + file + ": " + e, MEND, e);
    }

    /** What was not published is thrown away. Standard output is left open. */
    @Override
    public void close() {
        if (staged.isPresent()) {
            try {
                writer.close();
                staged.get().close();
            } catch (IOException e) {
                throw unwritable(file, e);
            }
        }
    }
}
