package io.elbowatch.readers;

import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/** A PostgreSQL server with an empty database, which is deleted at the end. Both are called elbowatch. */
final class PostgreSql implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path folder = folder();
    private final int port = freePort();
    private final Program server;

    /** Starts it; the test is skipped where it is not installed. */
    PostgreSql() {
        run("initdb", "--auth=trust", "--username=elbowatch", "--no-sync", "--pgdata=" + folder.resolve("data"));
        server = start(
                "postgres",
                List.of(
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-h",
                        "127.0.0.1",
                        "-c",
                        "fsync=off"));
        await().atMost(TIMEOUT)
                .until(() -> psql("postgres", "create database elbowatch").isPresent());
    }

    int port() {
        return port;
    }

    /** The rows of a query, a line each; empty while its tables do not exist. */
    Optional<String> query(String sql) {
        return psql("elbowatch", sql);
    }

    /** Of a table; -1 while it does not exist. */
    long rows(String table) {
        return query("select count(*) from " + table).map(Long::parseLong).orElse(-1L);
    }

    private Optional<String> psql(String database, String sql) {
        Path out = folder.resolve("psql.out");
        try (Program psql = Program.start(
                out,
                folder,
                Map.of("PGCONNECT_TIMEOUT", "5"),
                List.of(
                        tool("psql").toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        "elbowatch",
                        "-tAqc",
                        sql,
                        database))) {
            return psql.awaitExit(TIMEOUT) == 0 ? Optional.of(psql.output().strip()) : Optional.empty();
        }
    }

    private void run(String tool, String... arguments) {
        try (Program program = start(tool, List.of(arguments))) {
            if (program.awaitExit(TIMEOUT) != 0) {
                throw new AssertionError(program.output());
            }
        }
    }

    /** As the user postgres where this is root, whom PostgreSQL refuses. */
    private Program start(String tool, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(tool(tool).toString());
        command.addAll(arguments);
        return Program.start(folder.resolve(tool + ".log"), folder, Map.of("LC_ALL", "C.UTF-8"), command);
    }

    /** The newest version of Debian's, which are not on the path, or that on the path. */
    private static Path tool(String name) {
        Optional<Path> found = Program.find(name);
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                found = versions.map(version -> version.resolve("bin").resolve(name))
                        .filter(Files::isExecutable)
                        .max(Comparator.naturalOrder())
                        .or(() -> Program.find(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Need.POSTGRESQL.check(found.isPresent(), () -> "no " + name + ": install Debian's postgresql");
        return found.orElseThrow();
    }

    private static Path folder() {
        tool("postgres");
        try {
            Path folder = Files.createTempDirectory("elbowatch-postgresql-");
            if (System.getProperty("user.name").equals("root")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.kill();
        server.awaitExit(TIMEOUT);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
