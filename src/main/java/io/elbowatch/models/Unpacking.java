package io.elbowatch.models;

import io.elbowatch.download.ByteBudget;
import io.elbowatch.download.Deadline;
import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Unpacks an archive into an empty folder: regular files alone, all of them directly in that folder, bounded in number
 * and in bytes. The first bytes of the file say what it is.
 */
final class Unpacking {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private final Path target;
    private final ByteBudget budget;
    private final Deadline deadline;
    private final EntryNames names = new EntryNames();

    private Unpacking(Path target, ByteBudget budget, Deadline deadline) {
        this.target = target;
        this.budget = budget;
        this.deadline = deadline;
    }

    /**
     * @param maxBytes of all files together
     * @throws BundleProblem when the archive is broken, too large or not safe; then the folder has some of the files
     * @throws IOException when the folder cannot be written
     */
    static void unpack(Path archive, Path target, long maxBytes, Deadline deadline) throws IOException, BundleProblem {
        Unpacking unpacking = new Unpacking(
                target, new ByteBudget("the content of the archive", maxBytes, ModelsSettings.MAX_BYTES), deadline);
        byte[] start = start(archive);
        if (startsWith(start, ZIP)) {
            ZipArchive.unpack(archive, unpacking);
        } else if (startsWith(start, GZIP)) {
            TarArchive.unpack(archive, unpacking);
        } else {
            throw EntryNames.unsafe("is neither a .zip nor a .tar.gz");
        }
    }

    private static byte[] start(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return in.readNBytes(ZIP.length);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    void entry() throws BundleProblem {
        names.count();
    }

    void folder(String name) throws BundleProblem {
        names.folder(name);
    }

    /**
     * Writes a file.
     *
     * @param declaredBytes what the archive says of its size; no more than the budget
     * @param content is read to its end, and not closed
     */
    void file(String name, long declaredBytes, InputStream content) throws IOException, BundleProblem {
        String file = names.file(name);
        budget.require(declaredBytes);
        try (OutputStream out =
                Files.newOutputStream(target.resolve(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            budget.copy(content, out, deadline);
        }
    }
}
