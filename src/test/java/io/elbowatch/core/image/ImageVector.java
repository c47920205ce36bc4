package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.core.image.Preprocessing.Orientation;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** One line of vectors.tsv or lenient.tsv: a generated file and its pixels by Pillow. */
record ImageVector(String file, Preprocessing preprocessing, byte[] expected) {

    static List<ImageVector> all() {
        return read("vectors.tsv", "expected.bin.gz");
    }

    /** Files that violate their format. */
    static List<ImageVector> lenient() {
        return read("lenient.tsv", "lenient.bin.gz");
    }

    private static List<ImageVector> read(String table, String expectedPixels) {
        String[] lines = new String(resource(table), StandardCharsets.UTF_8).split("\n");
        List<ImageVector> vectors = new ArrayList<>();
        try (DataInputStream pixels = new DataInputStream(new GZIPInputStream(open(expectedPixels)))) {
            for (String line : List.of(lines).subList(1, lines.length)) {
                String[] cells = line.split("\t");
                ImageShape shape = new ImageShape(
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]),
                        Integer.parseInt(cells[3]),
                        cells.length < 7 ? 8 : Integer.parseInt(cells[6]));
                byte[] expected = new byte[shape.bytes()];
                pixels.readFully(expected);
                Fit fit = Fit.valueOf(cells[4].toUpperCase(Locale.ROOT));
                Orientation orientation = cells.length < 6
                        ? Orientation.AS_STORED
                        : Orientation.valueOf(cells[5].toUpperCase(Locale.ROOT));
                vectors.add(new ImageVector(cells[0], new Preprocessing(shape, fit, orientation), expected));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vectors;
    }

    static byte[] resource(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return resource(file);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(ImageVector.class.getResourceAsStream("/image/" + name), name);
    }

    @Override
    public String toString() {
        return file + " as " + preprocessing.shape() + " " + preprocessing.fit() + " " + preprocessing.orientation();
    }
}
