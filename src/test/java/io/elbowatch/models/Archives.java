package io.elbowatch.models;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** Writes archives, valid and hostile ones. */
final class Archives {
    static final byte[] ZEROS = new byte[32 << 20];

    private Archives() {}

    /** What an archive has. @param link 0 for a file, otherwise one of the type flags of tar */
    record Entry(String name, byte link, byte[] content) {
        static Entry file(String name) {
            return new Entry(name, (byte) 0, ("content of " + name).getBytes(StandardCharsets.UTF_8));
        }

        static Entry link(String name) {
            return new Entry(name, TarConstants.LF_SYMLINK, new byte[0]);
        }
    }

    static Path tar(Path archive, List<Entry> entries) {
        try (TarArchiveOutputStream tar = tar(archive)) {
            for (Entry entry : entries) {
                TarArchiveEntry header = entry.link() == 0
                        ? new TarArchiveEntry(entry.name(), true)
                        : new TarArchiveEntry(entry.name(), entry.link(), true);
                if (entry.link() != 0) {
                    header.setLinkName("/etc/passwd");
                }
                header.setSize(entry.content().length);
                tar.putArchiveEntry(header);
                tar.write(entry.content());
                tar.closeArchiveEntry();
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TarArchiveOutputStream tar(Path archive) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        return tar;
    }

    static Path zip(Path archive, List<Entry> entries) {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            for (Entry entry : entries) {
                ZipArchiveEntry header = new ZipArchiveEntry(entry.name());
                header.setUnixMode((entry.link() == 0 ? UnixStat.FILE_FLAG : UnixStat.LINK_FLAG) | 0644);
                zip.putArchiveEntry(header);
                zip.write(entry.link() == 0 ? entry.content() : "/etc/passwd".getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zip of zeros, made of one packed block again and again: packing ten gigabytes would take minutes. */
    static Path zipOfZeros(Path archive, long blocks, long declaredBytes) throws IOException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] packed = new byte[1 << 20];
        deflater.setInput(ZEROS);
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        byte[] content = new byte[Math.toIntExact(length * blocks) + 2];
        for (int block = 0; block < blocks; block++) {
            System.arraycopy(packed, 0, content, block * length, length);
        }
        content[content.length - 2] = 3; // the empty last block
        ZipArchiveEntry header = new ZipArchiveEntry("model.onnx");
        header.setMethod(ZipEntry.DEFLATED);
        header.setSize(declaredBytes);
        header.setCompressedSize(content.length);
        header.setCrc(0);
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            zip.setUseZip64(Zip64Mode.AsNeeded);
            zip.addRawArchiveEntry(header, new ByteArrayInputStream(content));
        }
        return archive;
    }

    /** The same as a tar: gzip allows many packed members one after the other. */
    static Path tarOfZeros(Path archive, long blocks) throws IOException {
        TarArchiveEntry header = new TarArchiveEntry("model.onnx", true);
        header.setSize(blocks * ZEROS.length);
        byte[] start = new byte[512];
        header.writeEntryHeader(start, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        byte[] block = gzip(ZEROS);
        try (OutputStream out = Files.newOutputStream(archive)) {
            out.write(gzip(start));
            for (int i = 0; i < blocks; i++) {
                out.write(block);
            }
        }
        return archive;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** The files of a folder, as entries below a prefix. */
    static List<Entry> of(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> new Entry(prefix + file.getFileName(), (byte) 0, bytes(file)))
                    .toList();
        }
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
