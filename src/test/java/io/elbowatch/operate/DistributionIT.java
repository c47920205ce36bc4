package io.elbowatch.operate;

import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The archive that {@code mvn -Prelease package} makes, unpacked where no Maven is. */
class DistributionIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static Path archive;
    private static Path home;
    /** A Maven that only leaves a trace. */
    private static Path trace;

    private static Path bin;

    @BeforeAll
    static void unpack() throws IOException {
        Optional<Path> made = made();
        Need.DISTRIBUTION.check(
                made.isPresent(),
                () -> "no target/elbowatch-VERSION.tar.gz of this build: mvn -Prelease package makes it");
        archive = made.orElseThrow();
        Path there = Files.createDirectories(folder.resolve("a folder"));
        assertThat(run("tar", there, "tar", "xzf", archive.toString())).isZero();
        home = there.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
        bin = Files.createDirectories(folder.resolve("bin"));
        trace = folder.resolve("mvn-was-called");
        Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\ntouch '" + trace + "'\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldScoreWithoutMaven() throws IOException {
        elbowatch("boards", "boards", "--out", "images", "--count", "6", "--seed", "4");
        assertThat(elbowatch("score", "score", "images", "--bundle", "boards", "--out", "verdicts.jsonl"))
                .contains("scored 6");
        assertThat(Files.readAllLines(folder.resolve("verdicts.jsonl"))).hasSize(6);
        assertThat(trace).doesNotExist();
    }

    @Test
    void shouldPlayTheDemoWithItsPage() {
        int port = Prometheus.freePort();
        try (Program demo = start("demo", "demo", "--duration", "10s", "--http-port", Integer.toString(port))) {
            await().atMost(TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(page(port)).as(demo.output()).contains("<title>"));
            assertThat(demo.awaitExit(TIMEOUT)).as(demo.output()).isZero();
            assertThat(demo.output()).contains(" = scored ");
        }
        assertThat(trace).doesNotExist();
    }

    @Test
    void shouldHaveTheChecksumsOfItselfAndOfItsBill() throws Exception {
        String name = home.getFileName().toString();
        for (String file : List.of(name + ".tar.gz", name + ".bom.json")) {
            assertThat(Files.readString(TARGET.resolve(file + ".sha256")).strip())
                    .isEqualTo(sha256(TARGET.resolve(file)) + "  " + file);
        }
        assertThat(home.resolve("bom.json")).hasSameBinaryContentAs(TARGET.resolve(name + ".bom.json"));
    }

    /** Neither the user, nor the umask, nor the clock of the machine that builds is in it, nor a file from outside. */
    @Test
    void shouldShowNothingOfTheMachineThatBuiltIt() throws IOException {
        List<TarArchiveEntry> entries = entries();

        assertThat(entries).hasSizeGreaterThan(200);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.getName()).startsWith(home.getFileName() + "/").doesNotContain("..", "/target/");
            assertThat(entry.isSymbolicLink() || entry.isLink()).isFalse();
            assertThat(List.of(entry.getLongUserId(), entry.getLongGroupId())).containsOnly(0L);
            assertThat(List.of(entry.getUserName(), entry.getGroupName())).containsOnly("root");
            boolean program =
                    entry.isDirectory() || List.of("elbowatch", "create-topics").contains(name(entry));
            assertThat(entry.getMode() & 0777).isEqualTo(program ? 0755 : 0644);
        });
        assertThat(entries)
                .extracting(TarArchiveEntry::getLastModifiedTime)
                .containsOnly(entries.get(0).getLastModifiedTime());
    }

    @Test
    void shouldBringWhatOperatorsNeed() {
        assertThat(List.of(
                        "LICENSE",
                        "bom.json",
                        "docs/deploy.md",
                        "docs/air-gapped.md",
                        "grafana/dashboards/overview.json",
                        "prometheus/rules/alerts.yml",
                        "model/bundles/boards/manifest.json",
                        "deploy/kubernetes/base/deployment.yaml",
                        "deploy/helm/elbowatch/Chart.yaml",
                        "deploy/helm/elbowatch/.helmignore",
                        "deploy/helm/elbowatch/files/rules/alerts.yml",
                        "deploy/helm/elbowatch/files/dashboards/overview.json"))
                .allSatisfy(file -> assertThat(home.resolve(file)).isRegularFile());
    }

    /** The archive, if its jar is the one that was just built. */
    private static Optional<Path> made() throws IOException {
        if (!Files.isDirectory(TARGET)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.getFileName().toString().matches("elbowatch-\\d.*\\.tar\\.gz"))
                    .filter(DistributionIT::isOfThisBuild)
                    .findFirst();
        }
    }

    private static boolean isOfThisBuild(Path archive) {
        try (TarArchiveInputStream tar = tar(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (name(entry).equals("elbowatch.jar")) {
                    return Arrays.equals(tar.readAllBytes(), Files.readAllBytes(TARGET.resolve("elbowatch.jar")));
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TarArchiveEntry> entries() throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = tar(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static TarArchiveInputStream tar(Path archive) throws IOException {
        return new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)));
    }

    private static String name(TarArchiveEntry entry) {
        return Path.of(entry.getName()).getFileName().toString();
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] part = new byte[1 << 16];
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                digest.update(part, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int run(String log, Path there, String... command) {
        try (Program program = Program.start(folder.resolve(log + ".log"), there, Map.of(), List.of(command))) {
            return program.awaitExit(TIMEOUT);
        }
    }

    /** What the command printed, once it has succeeded. */
    private static String elbowatch(String log, String... arguments) {
        try (Program program = start(log, arguments)) {
            assertThat(program.awaitExit(TIMEOUT)).as(program.output()).isZero();
            return program.output();
        }
    }

    private static Program start(String log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("elbowatch").toString()));
        command.addAll(List.of(arguments));
        return Program.start(
                folder.resolve(log + ".log"),
                folder,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", bin + ":" + System.getenv("PATH")),
                command);
    }

    /** Empty while the server does not answer. */
    private static String page(int port) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
