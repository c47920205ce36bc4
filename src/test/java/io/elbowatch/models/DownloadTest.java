package io.elbowatch.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.download.BucketDownload;
import io.elbowatch.download.WebDownload;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Archives from a server of this process. The one of S3 is a stand-in that answers one request as S3 does. */
class DownloadTest {
    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;
    private HttpServer bucket;
    private String address;
    private SSLContext trusted;
    private Path archive;

    @BeforeEach
    void serve() throws IOException {
        archive = Archives.zip(folder.resolve("b.zip"), List.of(Archives.Entry.file("a")));
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        HandshakeCertificates identity = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build();
        trusted = identity.sslContext();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpsServer.create(any, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusted));
        server.setExecutor(threads);
        server.createContext("/models/b.zip", exchange -> send(exchange, Files.readAllBytes(archive)));
        server.createContext("/models/moved.zip", exchange -> redirect(exchange, "/models/b.zip"));
        server.createContext("/models/away.zip", exchange -> redirect(exchange, "/secret/b.zip"));
        server.createContext("/models/plain.zip", exchange -> redirect(exchange, "http://localhost/models/b.zip"));
        server.createContext("/models/round.zip", exchange -> redirect(exchange, "/models/round.zip"));
        server.createContext("/secret/b.zip", exchange -> send(exchange, Files.readAllBytes(archive)));
        server.createContext("/models/large.zip", DownloadTest::sendForever);
        server.createContext("/models/stuck.zip", DownloadTest::sendSomeAndWait);
        server.start();
        address = "https://localhost:" + server.getAddress().getPort();
        bucket = HttpServer.create(any, 0);
        bucket.setExecutor(threads);
        bucket.createContext("/", exchange -> {
            boolean found = exchange.getRequestURI().getPath().equals("/plant/models/b.zip")
                    && exchange.getRequestHeaders().getFirst("Authorization").contains("/s3/aws4_request");
            if (found) {
                send(exchange, Files.readAllBytes(archive));
            } else {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            }
        });
        bucket.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        bucket.stop(0);
        threads.shutdownNow();
        for (String property : List.of("aws.endpointUrl", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")) {
            System.clearProperty(property);
        }
    }

    private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void sendForever(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) { // until the reader has enough
                out.write(Archives.ZEROS);
            }
        }
    }

    private static void sendSomeAndWait(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.getResponseBody().flush(); // and nothing more until the server stops
    }

    private BundleStore store(Duration timeout) {
        AllowedPlaces from = AllowedPlaces.parse(address + "/models/,s3://plant/models/,https://nowhere.invalid/");
        ModelsSettings settings =
                new ModelsSettings(folder, Optional.of(folder.resolve("cache")), 1 << 30, from, 1 << 20, 4, timeout);
        return new BundleStore(
                settings, new WebDownload(from, "models.from", trusted), new BucketDownload(), Clock.systemUTC());
    }

    @Test
    void shouldFetchOverHttpsAlsoBehindARedirect() throws Exception {
        for (String name : List.of("b.zip", "moved.zip")) {
            StoredBundle stored = store(Duration.ofSeconds(20)).get(new BundleRef(address + "/models/" + name));
            assertThat(stored.sha256()).isEqualTo(Hashing.sha256(archive));
        }
    }

    /** The client of the JDK says no more than {@code java.net.ConnectException}. */
    @Test
    void shouldNameTheHostThatCannotBeReachedAndWhatToLookAt() {
        server.stop(0);
        assertThat(refused("/models/b.zip?signature=secret", Reason.UNREACHABLE))
                .isEqualTo("localhost:" + server.getAddress().getPort() + " takes no connection: check that the server"
                        + " runs, and that this machine may connect to it (firewall, proxy)");
        BundleProblem problem = catchThrowableOfType(
                BundleProblem.class,
                () -> store(Duration.ofSeconds(20)).get(new BundleRef("https://nowhere.invalid/b.zip?secret")));
        assertThat(problem).hasMessageStartingWith("the host nowhere.invalid has no address here: check its name");
    }

    @Test
    void shouldFollowNoRedirectToWhatIsNotAllowed() {
        assertThat(refused("/models/away.zip", Reason.UNREACHABLE))
                .endsWith("it redirects to localhost, which models.from does not allow");
        assertThat(refused("/models/plain.zip", Reason.UNREACHABLE)).endsWith("something else than https");
        assertThat(refused("/models/round.zip", Reason.UNREACHABLE)).endsWith("more than 5 redirects");
    }

    @Test
    void shouldSayThatItIsNotThere() {
        assertThat(refused("/models/none.zip", Reason.UNREACHABLE)).endsWith("HTTP status 404");
    }

    @Test
    void shouldStopAnArchiveWithoutEnd() {
        assertThat(refused("/models/large.zip", Reason.TOO_LARGE)).contains("more than 1048576 bytes");
    }

    @Test
    void shouldNotWaitForAServerThatStopsSending() {
        BundleStore impatient = store(Duration.ofSeconds(1));

        BundleProblem problem = catchThrowableOfType(
                BundleProblem.class, () -> impatient.get(new BundleRef(address + "/models/stuck.zip")));
        assertThat(problem.getMessage()).endsWith("not here within 1 s");
    }

    @Test
    void shouldFetchFromABucketOfAnotherServer() throws Exception {
        signAndSend("http://localhost:" + bucket.getAddress().getPort());

        assertThat(store(Duration.ofSeconds(20))
                        .get(new BundleRef("s3://plant/models/b.zip"))
                        .sha256())
                .isEqualTo(Hashing.sha256(archive));
        BundleProblem problem = catchThrowableOfType(
                BundleProblem.class,
                () -> store(Duration.ofSeconds(20)).get(new BundleRef("s3://plant/models/none.zip")));
        assertThat(problem.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(problem.getMessage()).contains("404");
    }

    @Test
    void shouldSayThatNoBucketAnswers() {
        signAndSend("http://localhost:1");

        BundleProblem problem = catchThrowableOfType(
                BundleProblem.class, () -> store(Duration.ofSeconds(5)).get(new BundleRef("s3://plant/models/b.zip")));
        assertThat(problem.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(problem)
                .hasMessageStartingWith("s3://plant/models/b.zip: ")
                .hasMessageContaining("AWS_ENDPOINT_URL");
    }

    private static void signAndSend(String endpoint) {
        System.setProperty("aws.endpointUrl", endpoint);
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    private String refused(String path, Reason reason) {
        BundleProblem problem = catchThrowableOfType(
                BundleProblem.class, () -> store(Duration.ofSeconds(20)).get(new BundleRef(address + path)));
        assertThat(problem).as(path).isNotNull();
        assertThat(problem.reason()).as(problem.getMessage()).isEqualTo(reason);
        assertThat(folder.resolve("cache").toFile().list()).noneMatch(name -> name.startsWith("."));
        return problem.getMessage();
    }
}
