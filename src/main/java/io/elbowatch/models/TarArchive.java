package io.elbowatch.models;

import io.elbowatch.download.Deadline;
import io.elbowatch.download.TooLargeException;
import io.elbowatch.stream.flow.BundleProblem;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The entries of a tar that is packed with gzip, in their order. */
final class TarArchive {
    private TarArchive() {}

    static void unpack(Path archive, Unpacking unpacking) throws IOException, BundleProblem {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                HeaderStream headers = new HeaderStream(new GZIPInputStream(file));
                TarArchiveInputStream tar = new TarArchiveInputStream(headers, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpacking.entry();
                headers.startContent();
                unpack(tar, entry, unpacking);
                headers.startHeader();
            }
        } catch (Deadline.TimedOutException | TooLargeException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw EntryNames.unsafe("cannot be read as a .tar.gz: " + e.getMessage());
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Unpacking unpacking)
            throws IOException, BundleProblem {
        String name = entry.getName();
        if (entry.isSymbolicLink()
                || entry.isLink()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()
                || entry.isFIFO()
                || entry.isSparse()
                || !entry.isDirectory() && !entry.isFile()) {
            throw EntryNames.unsafe("has a link or a device, " + EntryNames.quoted(name));
        }
        if (entry.isDirectory()) {
            unpacking.folder(name);
        } else {
            unpacking.file(name, entry.getSize(), tar);
        }
    }

    /**
     * Bounds what is read between the contents: the reader holds a long name or extended header in memory, however long
     * it says it is.
     */
    private static final class HeaderStream extends FilterInputStream {
        private static final long MAX_HEADER_BYTES = 1 << 20;
        private long left = MAX_HEADER_BYTES;

        HeaderStream(InputStream in) {
            super(in);
        }

        void startContent() {
            left = Long.MAX_VALUE;
        }

        void startHeader() {
            left = MAX_HEADER_BYTES;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            spend(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            spend(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            spend(skipped);
            return skipped;
        }

        private void spend(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("a header has more than " + MAX_HEADER_BYTES + " bytes");
            }
        }
    }
}
