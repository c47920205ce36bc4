package io.elbowatch.readers;

import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A worker of Kafka Connect with the files of {@code deploy/connect}, which differ in addresses and folders alone. */
final class ConnectWorker {
    private static final Path SHIPPED = Path.of("deploy", "connect");
    private static final Path INSTALLED = Path.of("target", "connect").toAbsolutePath();
    private static final List<String> SINKS = List.of("scores", "incidents", "feedback");

    private final Path folder;
    private final Map<String, String> here;

    /** The test is skipped where Connect is not installed. */
    ConnectWorker(Path folder, String bootstrapServers, int postgreSqlPort) {
        Need.POSTGRESQL.check(
                Files.isDirectory(INSTALLED.resolve("worker")),
                () -> "no target/connect: call mvn -f deploy/connect package -Dfolder=" + INSTALLED);
        this.folder = folder;
        this.here = Map.of(
                "localhost:9092", bootstrapServers,
                "localhost:5432", "127.0.0.1:" + postgreSqlPort,
                "127.0.0.1:8083", "127.0.0.1:" + PostgreSql.freePort(),
                "deploy/connect/target/plugins", INSTALLED.resolve("plugins").toString(),
                "=connect.offsets", "=" + folder.resolve("connect.offsets"));
    }

    /** @param commits how often it commits where it has read to */
    Program start(Duration commits) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                INSTALLED.resolve("worker") + "/*",
                "org.apache.kafka.connect.cli.ConnectStandalone"));
        command.add(file("worker", "flush.interval.ms=10000", "flush.interval.ms=" + commits.toMillis()));
        for (String sink : SINKS) {
            command.add(file(sink, "", ""));
        }
        return Program.start(folder.resolve("worker.log"), folder, Map.of(), command);
    }

    private String file(String name, String shipped, String replacement) throws IOException {
        String text = Files.readString(SHIPPED.resolve(name + ".properties")).replace(shipped, replacement);
        for (Map.Entry<String, String> place : here.entrySet()) {
            text = text.replace(place.getKey(), place.getValue());
        }
        return Files.writeString(folder.resolve(name + ".properties"), text).toString();
    }
}
