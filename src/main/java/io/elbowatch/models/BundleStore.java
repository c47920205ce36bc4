package io.elbowatch.models;

import io.elbowatch.core.Printable;
import io.elbowatch.core.StagedPath;
import io.elbowatch.download.BucketDownload;
import io.elbowatch.download.ByteBudget;
import io.elbowatch.download.Deadline;
import io.elbowatch.download.Download;
import io.elbowatch.download.FileDownload;
import io.elbowatch.download.Place;
import io.elbowatch.download.TooLargeException;
import io.elbowatch.download.Unreachable;
import io.elbowatch.download.WebDownload;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles on this machine, by the SHA-256 of what they came as. Nothing of an archive or folder is used before its
 * hash agrees with the one that was asked for. Bundles are copied here, so that one that changes or disappears where it
 * lay changes nothing. Used by many threads, of which one at a time fetches.
 */
public final class BundleStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final ModelsSettings settings;
    private final Download<Place.Web> web;
    private final Download<Place.Bucket> buckets;
    private final Download<Place.Local> files = new FileDownload();
    private final Path cache;
    private final BundleCache cached;
    private final boolean temporary;

    /** @throws UncheckedIOException when the cache cannot be made */
    public BundleStore(ModelsSettings settings) {
        this(settings, new WebDownload(settings.from(), ModelsSettings.FROM), new BucketDownload(), Clock.systemUTC());
    }

    BundleStore(ModelsSettings settings, Download<Place.Web> web, Download<Place.Bucket> buckets, Clock clock) {
        this.settings = settings;
        this.web = web;
        this.buckets = buckets;
        this.temporary = settings.cache().isEmpty();
        try {
            cache = temporary
                    ? Files.createTempDirectory("elbowatch-models-")
                    : Files.createDirectories(settings.cache().get());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for bundles cannot be made: " + e.getMessage(), e);
        }
        cached = new BundleCache(cache, settings.cacheBytes(), clock);
    }

    /**
     * The folder of a bundle; it is fetched unless its hash is given and it is here.
     *
     * @throws BundleProblem when it cannot be fetched, is not safe, or is not the one that was asked for; then nothing
     *     is left of it
     */
    synchronized StoredBundle get(BundleRef ref) throws BundleProblem {
        Place place = place(ref);
        Optional<String> wanted = ref.sha256();
        if (wanted.isPresent() && !SHA256.matcher(wanted.get()).matches()) {
            throw new BundleProblem(
                    Reason.INVALID, EntryNames.quoted(wanted.get()) + " is no sha256: 64 hexadecimal digits");
        }
        long started = System.nanoTime();
        try {
            Optional<Path> here = wanted.isPresent() ? cached.find(wanted.get()) : Optional.empty();
            if (here.isPresent()) {
                return new StoredBundle(here.get(), wanted.get());
            }
            StoredBundle stored = fetch(place, wanted, Deadline.in(settings.loadTimeout()));
            LOG.info(
                    "bundle fetched at=\"{}\" sha256={} millis={}",
                    Printable.line(ref.at()),
                    stored.sha256(),
                    (System.nanoTime() - started) / 1_000_000);
            return stored;
        } catch (TooLargeException e) {
            throw new BundleProblem(Reason.TOO_LARGE, e.getMessage(), e);
        } catch (IOException e) {
            throw new BundleProblem(Reason.UNREACHABLE, Unreachable.detail(place, e), e);
        }
    }

    private Place place(BundleRef ref) throws BundleProblem {
        Place place;
        try {
            place = Place.read(ref.at(), settings.folder());
        } catch (IllegalArgumentException e) {
            throw new BundleProblem(Reason.INVALID, EntryNames.quoted(ref.at()) + " " + e.getMessage());
        }
        if (!settings.from().contains(place)) {
            throw new BundleProblem(
                    Reason.INVALID,
                    EntryNames.quoted(ref.at()) + " is not allowed: the setting models.from has " + settings.from());
        }
        return place;
    }

    private StoredBundle fetch(Place place, Optional<String> wanted, Deadline deadline)
            throws IOException, BundleProblem {
        try (StagedPath folder = new StagedPath(cache.resolve("folder"))) {
            Files.createDirectory(folder.path());
            String sha256;
            if (place instanceof Place.Local local && Files.isDirectory(local.path())) {
                requireBelow(local);
                sha256 = FolderDigest.copy(local.path(), folder.path(), settings.maxBytes(), deadline);
                requireHash(wanted, sha256);
            } else {
                sha256 = unpack(place, wanted, folder.path(), deadline);
            }
            return new StoredBundle(cached.keep(folder.path(), sha256), sha256);
        }
    }

    private String unpack(Place place, Optional<String> wanted, Path folder, Deadline deadline)
            throws IOException, BundleProblem {
        try (StagedPath archive = new StagedPath(cache.resolve("archive"))) {
            try (OutputStream out = Files.newOutputStream(archive.path())) {
                ByteBudget budget = new ByteBudget("the archive", settings.maxBytes(), ModelsSettings.MAX_BYTES);
                if (place instanceof Place.Local local) {
                    requireBelow(local);
                    if (Files.exists(local.path()) && !Files.isRegularFile(local.path())) {
                        throw EntryNames.unsafe("is neither a file nor a folder");
                    }
                    files.to(out, local, budget, deadline);
                } else if (place instanceof Place.Web address) {
                    web.to(out, address, budget, deadline);
                } else {
                    buckets.to(out, (Place.Bucket) place, budget, deadline);
                }
            }
            String sha256 = Hashing.sha256(archive.path());
            requireHash(wanted, sha256);
            Unpacking.unpack(archive.path(), folder, settings.maxBytes(), deadline);
            return sha256;
        }
    }

    /** A link within models.folder may lead out of it. */
    private void requireBelow(Place.Local local) throws IOException, BundleProblem {
        if (local.below()
                && !local.path().toRealPath().startsWith(settings.folder().toRealPath())) {
            throw new BundleProblem(
                    Reason.INVALID,
                    EntryNames.quoted(settings.folder().relativize(local.path()).toString())
                            + " is a link out of models.folder");
        }
    }

    private static void requireHash(Optional<String> wanted, String found) throws BundleProblem {
        if (wanted.isPresent() && !wanted.get().equals(found)) {
            throw new BundleProblem(Reason.WRONG_HASH, "has sha256 " + found + ", asked for is " + wanted.get());
        }
    }

    /** Says which bundles are in use; to be called at least once in {@link BundleCache#IN_USE}. */
    void use(Set<String> hashes) {
        try {
            cached.use(hashes);
        } catch (IOException e) {
            LOG.warn("use of bundles not noted folder={} reason=\"{}\"", cache, e.toString());
        }
    }

    /** Deletes the bundles, unless a folder was named for them. */
    @Override
    public void close() {
        if (buckets instanceof BucketDownload client) {
            client.close();
        }
        if (!temporary) {
            return;
        }
        try {
            StagedPath.delete(cache);
        } catch (IOException e) {
            LOG.warn("bundles not deleted folder={} reason=\"{}\"", cache, e.toString());
        }
    }
}
