package io.elbowatch.models;

import io.elbowatch.download.Deadline;
import io.elbowatch.download.TooLargeException;
import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The entries of a zip, as its central directory lists them. */
final class ZipArchive {
    private ZipArchive() {}

    static void unpack(Path archive, Unpacking unpacking) throws IOException, BundleProblem {
        try (DirectoryChannel channel = new DirectoryChannel(Files.newByteChannel(archive));
                // The local headers repeat the directory: what they say otherwise is not believed.
                ZipFile zip = ZipFile.builder()
                        .setSeekableByteChannel(channel)
                        .setIgnoreLocalFileHeader(true)
                        .get()) {
            channel.directoryIsRead();
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                unpacking.entry();
                unpack(zip, entries.nextElement(), unpacking);
            }
        } catch (Deadline.TimedOutException | TooLargeException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw EntryNames.unsafe("cannot be read as a zip: " + e.getMessage());
        }
    }

    private static void unpack(ZipFile zip, ZipArchiveEntry entry, Unpacking unpacking)
            throws IOException, BundleProblem {
        String name = entry.getName();
        int kind = entry.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
        if (entry.isUnixSymlink() || kind != 0 && kind != UnixStat.FILE_FLAG && kind != UnixStat.DIR_FLAG) {
            throw EntryNames.unsafe("has a link or a device, " + EntryNames.quoted(name));
        }
        if (entry.isDirectory()) {
            unpacking.folder(name);
            return;
        }
        if (entry.getGeneralPurposeBit().usesEncryption()
                || entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            throw EntryNames.unsafe(
                    "has an entry that is encrypted or packed in a rare way, " + EntryNames.quoted(name));
        }
        try (InputStream content = zip.getInputStream(entry)) {
            CheckedInputStream checked = new CheckedInputStream(content, new CRC32());
            unpacking.file(name, entry.getSize(), checked);
            if (checked.getChecksum().getValue() != entry.getCrc()) {
                throw EntryNames.unsafe("is damaged: the checksum of " + EntryNames.quoted(name) + " does not agree");
            }
        }
    }
}
