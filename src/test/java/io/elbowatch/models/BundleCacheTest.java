package io.elbowatch.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A cache of three bundles, and a clock of the test's own. */
class BundleCacheTest {
    private static final int BYTES = 1000;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-29T06:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private BundleCache cache() {
        return new BundleCache(folder, 3 * BYTES, clock);
    }

    private static String hash(int bundle) {
        return String.valueOf(bundle).repeat(64);
    }

    private void keep(int bundle) throws Exception {
        Path staged = Files.createDirectory(folder.resolve(".staged-" + bundle));
        Files.write(staged.resolve("model.onnx"), new byte[BYTES]);
        cache().keep(staged, hash(bundle));
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString().substring(0, 1))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldDeleteWhatWasNotUsedForLongest() throws Exception {
        for (int bundle = 1; bundle <= 3; bundle++) {
            keep(bundle);
            now = now.plus(Duration.ofHours(2));
        }
        cache().find(hash(1));
        cache().use(Set.of(hash(2), hash(9)));
        now = now.plus(Duration.ofHours(2));
        keep(4);

        assertThat(kept()).containsExactly("1", "2", "4");
        assertThat(folder.resolve(hash(3) + ".content")).doesNotExist();
    }

    /** Another process may be opening it. */
    @Test
    void shouldKeepMoreThanItsRoomWhereAllAreInUse() throws Exception {
        for (int bundle = 1; bundle <= 5; bundle++) {
            keep(bundle);
            now = now.plus(Duration.ofMinutes(10));
        }
        assertThat(kept()).containsExactly("1", "2", "3", "4", "5");
        now = now.plus(Duration.ofHours(2));
        keep(6);

        assertThat(kept()).containsExactly("4", "5", "6");
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeft() throws Exception {
        Path left = Files.createDirectory(folder.resolve(".folder.1"));
        Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofDays(2))));
        Path young = Files.createDirectory(folder.resolve(".folder.2"));
        Files.setLastModifiedTime(young, FileTime.from(now));
        keep(1);

        assertThat(left).doesNotExist();
        assertThat(young).exists();
    }
}
