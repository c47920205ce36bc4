package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The images in a folder and its subfolders. There was at least one when the set was opened. */
final class FolderImages implements ImageSet {
    private final Path root;
    private final String name;

    private FolderImages(Path root) {
        this.root = root;
        Path own = root.toAbsolutePath().normalize().getFileName();
        this.name = own == null ? "/" : own.toString();
    }

    static FolderImages open(Path root) {
        if (!new FolderWalk(root).hasNext()) {
            throw OtherFormats.among(otherFormats(root)).noImage(root, "it or its subfolders");
        }
        return new FolderImages(root);
    }

    @Override
    public Stream<SetImage> images() {
        return LazyStream.of(root, new FolderWalk(root), () -> {}).map(this::read);
    }

    private SetImage read(String file) {
        Path path = root.resolve(file);
        try {
            long bytes = Files.size(path);
            if (bytes > MAX_IMAGE_BYTES) {
                throw new ImageSetException(
                        path, "has " + bytes + " bytes", "an image may have " + MAX_IMAGE_BYTES + ": remove it");
            }
            String contentType = ImageNames.contentType(file).orElseThrow();
            return new SetImage(file, ImageNames.group(file, name), Files.readAllBytes(path), contentType);
        } catch (IOException e) {
            throw ImageSets.unreadable(path, e);
        }
    }

    private static Iterator<String> otherFormats(Path root) {
        return new FolderWalk(root, ImageNames::isOtherFormat);
    }

    @Override
    public OtherFormats otherFormats() {
        return OtherFormats.among(otherFormats(root));
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Set<String>> groups() {
        Set<String> groups = new TreeSet<>();
        new FolderWalk(root).forEachRemaining(file -> groups.add(ImageNames.group(file, name)));
        return Optional.of(groups);
    }

    @Override
    public Optional<ImageShape> shape() {
        return Optional.empty();
    }
}
