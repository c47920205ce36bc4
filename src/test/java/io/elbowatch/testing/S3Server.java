package io.elbowatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Adobe's S3Mock in a process of its own, with one bucket. It can be stopped and started again on its port, with its objects.
 * What this process reads from S3 comes from here until it is closed.
 */
public final class S3Server implements AutoCloseable {
    private static final Path JAR = Path.of("target", "s3mock", "s3mock.jar");
    private static final Duration START = Duration.ofSeconds(90);
    private static final Map<String, String> ACCESS =
            Map.of("aws.region", "us-east-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test-secret");

    private final String bucket;
    private final Path folder;
    private final int port = freePort();
    private Program program;

    private S3Server(String bucket, Path folder) {
        this.bucket = bucket;
        this.folder = folder;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it. @param folder for its objects and its output */
    public static S3Server start(String bucket, Path folder) {
        assertThat(JAR)
                .withFailMessage(JAR + " is missing: mvn process-test-resources copies it there")
                .exists();
        S3Server server = new S3Server(bucket, folder);
        server.begin();
        ACCESS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", server.endpoint());
        try {
            server.awaitAnswer();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public String endpoint() {
        return "http://localhost:" + port;
    }

    /** Begins to start it; it answers later. */
    public void begin() {
        program = Program.start(
                folder.resolve("s3.log"),
                Path.of("").toAbsolutePath(),
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.http-port=" + port,
                        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
                        "--com.adobe.testing.s3mock.store.retainFilesOnExit=true",
                        "--com.adobe.testing.s3mock.store.initialBuckets=" + bucket));
    }

    /** Waits until it answers. */
    public void awaitAnswer() {
        try (S3Client client = client()) {
            await().atMost(START).pollInterval(Duration.ofMillis(200)).until(() -> {
                try {
                    return client.listBuckets().buckets().stream()
                            .anyMatch(listed -> listed.name().equals(bucket));
                } catch (SdkException e) {
                    return false;
                }
            });
        }
    }

    /** Ends it as a machine that fails. */
    public void stop() {
        program.kill();
        await().atMost(10, TimeUnit.SECONDS).until(() -> !program.runs());
    }

    /** Writes objects. */
    public void put(Map<String, byte[]> objects) {
        try (S3Client client = client()) {
            objects.forEach((key, bytes) -> client.putObject(
                    put -> put.bucket(bucket).key(key).contentType("application/octet-stream"),
                    RequestBody.fromBytes(bytes)));
        }
    }

    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .forcePathStyle(true)
                .build();
    }

    @Override
    public void close() {
        program.close();
        ACCESS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }
}
