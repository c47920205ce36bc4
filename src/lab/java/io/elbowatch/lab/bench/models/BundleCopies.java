package io.elbowatch.lab.bench.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Copies of a bundle with the same scores and different graphs: each file of a graph has another text at its end, in the
 * field {@code doc_string}, and so another SHA-256. The product shares nothing between them.
 */
final class BundleCopies {
    private static final byte DOC_STRING = 0x32; // field 6 of ONNX's ModelProto, a text

    private BundleCopies() {}

    /** Makes a copy. @param number of at most six digits, which is its difference */
    static void write(Path bundle, Path copy, int number) {
        try (Stream<Path> files = Files.list(bundle)) {
            Files.createDirectories(copy);
            List<Path> all = files.filter(Files::isRegularFile).toList();
            Path graph = all.stream()
                    .filter(file -> file.toString().endsWith(".onnx"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no graph in " + bundle));
            Path changed = copy.resolve(graph.getFileName().toString());
            Files.copy(graph, changed);
            byte[] text = String.format(Locale.ROOT, "copy %06d", number).getBytes(US_ASCII);
            Files.write(changed, new byte[] {DOC_STRING, (byte) text.length}, StandardOpenOption.APPEND);
            Files.write(changed, text, StandardOpenOption.APPEND);
            for (Path file : all) {
                Path to = copy.resolve(file.getFileName().toString());
                if (file.toString().endsWith(".json")) {
                    Files.writeString(to, Files.readString(file).replace(sha256(graph), sha256(changed)));
                } else if (!file.equals(graph)) {
                    Files.copy(file, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + bundle, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
