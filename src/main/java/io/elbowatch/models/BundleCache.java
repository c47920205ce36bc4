package io.elbowatch.models;

import io.elbowatch.core.StagedPath;
import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fetched bundles in one folder, which several processes may share. An entry is the folder {@code SHA256}, and the
 * file {@code SHA256.content} with the hash of its content; the time of that file is that of the last use. An entry
 * whose content has another hash is deleted, not used. Those that were not used for longest make room for new ones.
 */
final class BundleCache {
    /** Another process may be about to open what was used within this time; what is in force is used again in it. */
    static final Duration IN_USE = Duration.ofHours(1);

    /** Nothing takes as long to fetch: what is hidden and older is left of a process that was killed. */
    private static final Duration LEFT_OVER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;

    BundleCache(Path folder, long maxBytes, Clock clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** One bundle in the folder. */
    private record Entry(Path path, long bytes, Instant used) {}

    /** The folder of a bundle whose content is as it was when it was fetched. */
    Optional<Path> find(String sha256) throws IOException {
        Path entry = folder.resolve(sha256);
        if (!Files.isDirectory(entry)) {
            return Optional.empty();
        }
        if (!isWhole(entry)) {
            LOG.warn("bundle in the cache is damaged and is fetched again sha256={}", sha256);
            delete(entry);
            return Optional.empty();
        }
        use(entry);
        return Optional.of(entry);
    }

    private static boolean isWhole(Path entry) throws IOException {
        Path content = content(entry);
        try {
            return Files.isRegularFile(content)
                    && Files.readString(content).strip().equals(FolderDigest.of(entry));
        } catch (BundleProblem e) {
            LOG.debug("bundle in the cache is none", e);
            return false;
        }
    }

    /** Takes a bundle from a folder next to its place; one that is there already stays if it is whole. */
    Path keep(Path staged, String sha256) throws IOException, BundleProblem {
        Optional<Path> there = find(sha256);
        if (there.isPresent()) {
            return there.get();
        }
        Path entry = folder.resolve(sha256);
        Files.writeString(content(entry), FolderDigest.of(staged) + "\n");
        try {
            Files.move(staged, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(entry)) { // otherwise another process was faster
                throw e;
            }
        }
        use(entry);
        makeRoom();
        return entry;
    }

    /** Says that bundles are in use now; those that are not here are passed over. */
    void use(Set<String> hashes) throws IOException {
        for (String sha256 : hashes) {
            if (Files.isRegularFile(content(folder.resolve(sha256)))) {
                use(folder.resolve(sha256));
            }
        }
    }

    private void use(Path entry) throws IOException {
        Files.setLastModifiedTime(content(entry), FileTime.from(clock.instant()));
    }

    private void makeRoom() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path path : (Iterable<Path>) listed::iterator) {
                String name = path.getFileName().toString();
                if (SHA256.matcher(name).matches()) {
                    entries.add(new Entry(path, bytes(path), used(path)));
                } else if (name.startsWith(".")
                        && isOlder(Files.getLastModifiedTime(path).toInstant(), LEFT_OVER)) {
                    StagedPath.delete(path);
                }
            }
        }
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            if (bytes > maxBytes && isOlder(entry.used(), IN_USE)) {
                delete(entry.path());
                bytes -= entry.bytes();
                LOG.info(
                        "bundle deleted from the cache sha256={} used={}",
                        entry.path().getFileName(),
                        entry.used());
            }
        }
    }

    private boolean isOlder(Instant instant, Duration age) {
        return instant.isBefore(clock.instant().minus(age));
    }

    private static Instant used(Path entry) throws IOException {
        Path content = content(entry);
        return Files.getLastModifiedTime(Files.isRegularFile(content) ? content : entry)
                .toInstant();
    }

    private static long bytes(Path entry) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(entry)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** Whole at once: no process finds a part of it. */
    private void delete(Path entry) throws IOException {
        Path removed = folder.resolve("." + entry.getFileName() + "." + UUID.randomUUID());
        Files.move(entry, removed, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(content(entry));
        StagedPath.delete(removed);
    }

    private static Path content(Path entry) {
        return entry.resolveSibling(entry.getFileName() + ".content");
    }
}
