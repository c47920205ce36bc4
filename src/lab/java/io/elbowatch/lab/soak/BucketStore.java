package io.elbowatch.lab.soak;

import io.elbowatch.core.Refusal;
import io.elbowatch.download.BucketUpload;
import io.elbowatch.download.Deadline;
import io.elbowatch.download.Place;
import io.elbowatch.lab.process.Hosts;
import io.elbowatch.lab.process.JavaProcess;
import io.elbowatch.lab.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bucket of Adobe's S3Mock, a process of its own that is killed and started again. Pictures and values of rejected records go
 * there as well.
 */
final class BucketStore implements ImageStore {
    private static final Path JAR = Path.of("target", "s3mock", "s3mock.jar");
    private static final String BUCKET = "soak";
    private static final String IMAGES = "s3://" + BUCKET + "/images/";
    private static final Map<String, String> ACCESS =
            Map.of("AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", "soak", "AWS_SECRET_ACCESS_KEY", "soak-secret");
    private static final int HOST = 31;
    private static final Duration START = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 200;

    private final Hosts hosts;
    private final Path folder;
    private final int port = freePort();
    private JavaProcess server;

    private BucketStore(Hosts hosts, Path folder) {
        this.hosts = hosts;
        this.folder = folder;
        this.server = start();
    }

    /** Starts the server and writes all images of a pool. @param folder of its objects and its log */
    static BucketStore of(ImagePool pool, Hosts hosts, Path folder) throws InterruptedException {
        if (!Files.exists(JAR)) {
            throw new Refusal(JAR + " is missing", "run 'mvn process-test-resources', which copies it there");
        }
        BucketStore store = new BucketStore(hosts, folder);
        try {
            store.fill(pool);
            return store;
        } catch (RuntimeException | InterruptedException e) {
            store.close();
            throw e;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavaProcess start() {
        return hosts.start(
                HOST,
                new JavaProgram(
                        "",
                        List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        List.of(
                                "-jar",
                                JAR.toString(),
                                "--server.port=0",
                                "--com.adobe.testing.s3mock.http-port=" + port,
                                "--com.adobe.testing.s3mock.store.root=" + folder,
                                "--com.adobe.testing.s3mock.store.retainFilesOnExit=true",
                                "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET),
                        Map.of(),
                        folder.resolveSibling("s3.log")));
    }

    private void fill(ImagePool pool) throws InterruptedException {
        System.setProperty("aws.region", ACCESS.get("AWS_REGION"));
        System.setProperty("aws.accessKeyId", ACCESS.get("AWS_ACCESS_KEY_ID"));
        System.setProperty("aws.secretAccessKey", ACCESS.get("AWS_SECRET_ACCESS_KEY"));
        System.setProperty("aws.endpointUrl", endpoint());
        awaitServer();
        try (BucketUpload upload = new BucketUpload()) {
            for (int image = 0; image < pool.size(); image++) {
                upload.write(
                        (Place.Bucket) Place.address(address(image)),
                        pool.value(image),
                        "application/octet-stream",
                        Deadline.in(START));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the images cannot be stored", e);
        }
    }

    private String endpoint() {
        return "http://localhost:" + port;
    }

    /** Until it takes an object. */
    private void awaitServer() throws InterruptedException {
        Deadline deadline = Deadline.in(START);
        try (BucketUpload upload = new BucketUpload()) {
            while (true) {
                try {
                    upload.write(
                            (Place.Bucket) Place.address(IMAGES + "there"), new byte[] {1}, "text/plain", deadline);
                    return;
                } catch (IOException e) {
                    deadline.check(); // throws
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the S3 server does not answer", e);
        }
    }

    @Override
    public String address(int image) {
        return IMAGES + image;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "reference.from", IMAGES,
                "evidence.store", "s3://" + BUCKET + "/kept/",
                "rejected.store", "s3://" + BUCKET + "/kept/");
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(ACCESS);
        environment.put("AWS_ENDPOINT_URL", endpoint());
        return environment;
    }

    @Override
    public void away(Duration length) throws InterruptedException {
        server.close();
        try {
            Thread.sleep(length.toMillis());
        } finally {
            server = start();
        }
        awaitServer();
    }

    @Override
    public void close() {
        server.close();
    }
}
