package io.elbowatch.models;

import io.elbowatch.core.Sha256;
import io.elbowatch.download.ByteBudget;
import io.elbowatch.download.Deadline;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a bundle's folder, with the hash of what was copied. The hash of a folder is the SHA-256 of the lines that
 * {@code sha256sum *} prints in it, sorted by name in the order of bytes. Folders in it and hidden files, such as
 * those of a mounted ConfigMap, are left out; a link is followed within the folder alone.
 */
final class FolderDigest {
    private FolderDigest() {}

    /** Copies the files and returns the hash of the copy. */
    static String copy(Path folder, Path target, long maxBytes, Deadline deadline) throws IOException, BundleProblem {
        ByteBudget budget = new ByteBudget("the folder", maxBytes, ModelsSettings.MAX_BYTES);
        Path real = folder.toRealPath();
        for (Path file : files(real)) {
            String name = file.getFileName().toString();
            Path copy = target.resolve(name);
            try (InputStream in = Files.newInputStream(within(real, file), LinkOption.NOFOLLOW_LINKS);
                    OutputStream out =
                            Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                budget.copy(in, out, deadline);
            }
        }
        return of(target);
    }

    /** The hash of a folder as it is. */
    static String of(Path folder) throws IOException, BundleProblem {
        StringBuilder lines = new StringBuilder();
        for (Path file : files(folder)) {
            lines.append(Hashing.sha256(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        return Sha256.hex(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> files(Path folder) throws IOException, BundleProblem {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : (Iterable<Path>) listed::iterator) {
                if (!file.getFileName().toString().startsWith(".") && !Files.isDirectory(file)) {
                    files.add(file);
                }
                if (files.size() > EntryNames.MAX_ENTRIES) {
                    throw new BundleProblem(
                            Reason.INVALID, "the folder has more than " + EntryNames.MAX_ENTRIES + " files");
                }
            }
        }
        files.sort(Comparator.comparing(
                file -> file.getFileName().toString().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        return files;
    }

    private static Path within(Path folder, Path file) throws IOException, BundleProblem {
        Path real = file.toRealPath();
        if (!real.startsWith(folder) || !Files.isRegularFile(real)) {
            throw new BundleProblem(
                    Reason.INVALID,
                    "its file " + EntryNames.quoted(file.getFileName().toString())
                            + " is a link out of the folder or no regular file");
        }
        return real;
    }
}
