package io.elbowatch.lab.board;

import io.elbowatch.core.StagedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Boards as a data set on disk. In a set with defects every second board has one, the six kinds in turn; the normal
 * boards are the same as in a set without. A set appears as a whole or not at all.
 */
public final class BoardSet {
    /** The folder of normal boards in a set with defects. */
    static final String NORMAL = "normal";

    private final BoardGenerator generator;
    private final int count;
    private final boolean defects;

    public BoardSet(BoardGenerator generator, int count, boolean defects) {
        if (count < 1) {
            throw new IllegalArgumentException("a set has at least one board, not " + count);
        }
        this.generator = generator;
        this.count = count;
        this.defects = defects;
    }

    /** Board i of this set. */
    public Board board(int index) {
        Optional<DefectKind> kind = kind(index);
        return kind.isPresent() ? generator.defective(index, kind.get()) : generator.normal(index);
    }

    /**
     * Writes an IDX file [count, size, size], gzipped if its name says so.
     *
     * @param labels of the IDX file [count] with {@link DefectKind#code}, if there is to be one
     * @param done gets the number of boards written
     */
    public void writeIdx(Path images, Optional<Path> labels, IntConsumer done) throws IOException {
        try (StagedPath image = new StagedPath(images)) {
            int size = generator.size();
            try (IdxWriter writer = IdxWriter.create(image.path(), isGzip(images), count, size, size)) {
                for (int index = 0; index < count; index++) {
                    writer.write(board(index).picture().pixels());
                    done.accept(index + 1);
                }
            }
            if (labels.isPresent()) {
                writeLabels(labels.get());
            }
            image.publishOver();
        }
    }

    private void writeLabels(Path labels) throws IOException {
        try (StagedPath label = new StagedPath(labels)) {
            try (IdxWriter writer = IdxWriter.create(label.path(), isGzip(labels), count)) {
                for (int index = 0; index < count; index++) {
                    writer.write(
                            (byte) kind(index).map(DefectKind::code).orElse(0).intValue());
                }
            }
            label.publishOver();
        }
    }

    /** Writes one PNG per board into a new folder; in a set with defects, one folder per kind. */
    public void writeFolder(Path folder, IntConsumer done) throws IOException {
        try (StagedPath staged = new StagedPath(folder)) {
            Files.createDirectories(staged.path());
            for (int index = 0; index < count; index++) {
                Path place = defects ? staged.path().resolve(label(index)) : staged.path();
                Files.createDirectories(place);
                Files.write(
                        place.resolve(String.format(Locale.ROOT, "board-%06d.png", index)),
                        board(index).picture().png());
                done.accept(index + 1);
            }
            staged.publishOver();
        }
    }

    /** Whether a folder holds only files of {@link #writeFolder}, so that it may be replaced. */
    public static boolean isBoardFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .allMatch(file -> file.getFileName().toString().matches("board-\\d+\\.png"));
        }
    }

    private String label(int index) {
        return kind(index).map(DefectKind::label).orElse(NORMAL);
    }

    private Optional<DefectKind> kind(int index) {
        if (!defects || index % 2 == 0) {
            return Optional.empty();
        }
        DefectKind[] kinds = DefectKind.values();
        return Optional.of(kinds[index / 2 % kinds.length]);
    }

    private static boolean isGzip(Path path) {
        return path.getFileName().toString().endsWith(".gz");
    }
}
