package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** Where lines go: to standard output as they come, or to a file that appears as a whole when it is published. */
final class ScoreOutput implements AutoCloseable {
    private static final String MEND = "choose another --out, in a folder that you may write to, on a disk with room";

    private final Optional<Path> target;
    private final Path staged;
    private final Writer writer;

    private ScoreOutput(Optional<Path> target, Path staged, Writer writer) {
        this.target = target;
        this.staged = staged;
        this.writer = writer;
    }

    static ScoreOutput to(PrintWriter console) {
        return new ScoreOutput(Optional.empty(), Path.of(""), console);
    }

    /** @throws Refusal when the file cannot be written */
    static ScoreOutput to(Path file) {
        Path target = file.toAbsolutePath();
        try {
            if (Files.isDirectory(target) || target.getParent() == null) {
                throw new Refusal(file + " is a folder", MEND);
            }
            Files.createDirectories(target.getParent());
            Path staged = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
            Writer writer = Files.newBufferedWriter(staged);
            staged.toFile().deleteOnExit(); // After Ctrl-C nothing closes it.
            return new ScoreOutput(Optional.of(target), staged, writer);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    void write(String line) {
        try {
            writer.write(line);
        } catch (IOException e) {
            throw unwritable(staged, e);
        }
    }

    void publish() {
        try {
            writer.flush();
            if (target.isPresent()) {
                writer.close();
                Files.move(staged, target.get(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw unwritable(target.orElse(staged), e);
        }
    }

    private static Refusal unwritable(Path file, IOException e) {
        return new Refusal("cannot write " + file + ": " + e, MEND, e);
    }

    /** What was not published is thrown away. Standard output is left open. */
    @Override
    public void close() {
        if (target.isPresent()) {
            try {
                writer.close();
                Files.deleteIfExists(staged);
            } catch (IOException e) {
                throw unwritable(staged, e);
            }
        }
    }
}
