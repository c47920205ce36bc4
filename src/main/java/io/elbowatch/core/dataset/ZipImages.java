package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The images in a zip archive, in its order. Nothing is unpacked to disk, so the names of its entries are harmless. The
 * limit on an entry is the number of bytes it inflates to, whatever it declares.
 */
final class ZipImages implements ImageSet {
    private final Path path;
    private final long size;
    private final OtherFormats otherFormats;

    private ZipImages(Path path, long size, OtherFormats otherFormats) {
        this.path = path;
        this.size = size;
        this.otherFormats = otherFormats;
    }

    static ZipImages open(Path path) {
        try (ZipFile zip = openZip(path)) {
            long size = zip.stream().filter(ZipImages::isImage).count();
            if (size == 0) {
                throw otherFormats(zip).noImage(path, "the archive");
            }
            return new ZipImages(path, size, otherFormats(zip));
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private static ZipFile openZip(Path path) throws IOException {
        try {
            return new ZipFile(path.toFile());
        } catch (ZipException e) {
            // Old Windows tools name the entries in a code page, which is not valid UTF-8.
            return new ZipFile(path.toFile(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public Stream<SetImage> images() {
        try {
            ZipFile zip = openZip(path);
            Iterator<? extends ZipEntry> entries =
                    zip.stream().filter(ZipImages::isImage).iterator();
            return LazyStream.of(path, entries, zip).map(entry -> read(zip, entry));
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private SetImage read(ZipFile zip, ZipEntry entry) {
        String name = name(entry);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_IMAGE_BYTES + 1);
            if (bytes.length > MAX_IMAGE_BYTES) {
                throw new ImageSetException(
                        path,
                        "its entry " + name + " has more than " + MAX_IMAGE_BYTES + " bytes",
                        "more than an image may have: remove it");
            }
            String group = ImageNames.group(name, setName());
            return new SetImage(name, group, bytes, ImageNames.contentType(name).orElseThrow());
        } catch (IOException e) {
            throw new ImageSetException(
                    path, "its entry " + name + " cannot be read (" + e.getMessage() + ")", "zip it again", e);
        }
    }

    private String setName() {
        String name = path.getFileName().toString();
        return name.replaceFirst("(?i)\\.zip$", "");
    }

    private static boolean isImage(ZipEntry entry) {
        return !entry.isDirectory() && ImageNames.contentType(name(entry)).isPresent();
    }

    /** Some Windows tools separate folders by backslashes, against the specification of zip (APPNOTE 4.4.17). */
    private static String name(ZipEntry entry) {
        return entry.getName().replace('\\', '/');
    }

    private static OtherFormats otherFormats(ZipFile zip) {
        return OtherFormats.among(zip.stream().map(ZipImages::name).iterator());
    }

    private static ImageSetException damaged(Path path, IOException e) {
        return new ImageSetException(
                path,
                "cannot be read as a zip (" + e.getMessage() + ")",
                "zip it again, or unpack it and give the folder",
                e);
    }

    @Override
    public OtherFormats otherFormats() {
        return otherFormats;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(size);
    }

    @Override
    public Optional<Set<String>> groups() {
        try (ZipFile zip = openZip(path)) {
            return Optional.of(zip.stream()
                    .filter(ZipImages::isImage)
                    .map(entry -> ImageNames.group(name(entry), setName()))
                    .collect(Collectors.toCollection(TreeSet::new)));
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    @Override
    public Optional<ImageShape> shape() {
        return Optional.empty();
    }
}
