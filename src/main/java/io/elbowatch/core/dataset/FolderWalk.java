package io.elbowatch.core.dataset;

import io.elbowatch.core.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * The files below a folder that are wanted, images as a rule, in the order of their code points, as relative paths with
 * slashes. It holds in memory only the entries of the folders between the root and the current file. Links are followed; a
 * link to a folder above it is an error. The model side lists a folder in the same order (image_files.py): calibration
 * depends on it.
 */
final class FolderWalk implements Iterator<String> {
    /** Bytes of UTF-8 are ordered as code points are; {@link String#compareTo} compares UTF-16, whose order differs. */
    private static final Comparator<String> BY_CODE_POINT =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /**
     * A folder on the way to the current file. The prefix is empty or ends with a slash; the entries are those not yet
     * visited.
     */
    private record Level(String prefix, Path real, Iterator<String> entries) {}

    private final Path root;
    private final Predicate<String> wanted;
    private final Deque<Level> levels = new ArrayDeque<>();
    private String next;

    FolderWalk(Path root) {
        this(root, name -> ImageNames.contentType(name).isPresent());
    }

    /** @param wanted the names of the files that are walked over */
    FolderWalk(Path root, Predicate<String> wanted) {
        this.root = root;
        this.wanted = wanted;
        enter("");
        next = find();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public String next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        String found = next;
        next = find();
        return found;
    }

    private String find() {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (!level.entries().hasNext()) {
                levels.pop();
                continue;
            }
            String name = level.prefix() + level.entries().next();
            if (name.endsWith("/")) {
                enter(name);
            } else if (wanted.test(name)) {
                return name;
            }
        }
        return null;
    }

    private void enter(String prefix) {
        Path folder = root.resolve(prefix);
        try {
            Path real = folder.toRealPath();
            if (levels.stream().anyMatch(level -> level.real().equals(real))) {
                throw new ImageSetException(folder, "is a link to a folder above it", "remove the link");
            }
            levels.push(new Level(prefix, real, entries(folder).iterator()));
        } catch (IOException e) {
            throw ImageSets.unreadable(folder, e);
        }
    }

    /** Folders end with a slash, so that sorting the entries of each folder sorts the whole paths. */
    private List<String> entries(Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                if (!ImageNames.isHidden(name)) {
                    entries.add(readable(path, Files.isDirectory(path) ? name + "/" : name));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(BY_CODE_POINT);
        return entries;
    }

    /** @throws ImageSetException for a folder or an image whose name as text would not lead to it */
    private String readable(Path path, String name) {
        if (!FileNames.isReadable(path) && (name.endsWith("/") || wanted.test(name))) {
            throw new ImageSetException(path, FileNames.fault(), FileNames.remedy());
        }
        return name;
    }
}
