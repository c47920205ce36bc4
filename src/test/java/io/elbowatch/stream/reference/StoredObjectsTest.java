package io.elbowatch.stream.reference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.Sha256;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.download.WebDownload;
import io.elbowatch.stream.intake.Claim;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Objects of a folder and of a server of this process; {@code ReferencesIT} reads from a real S3 server. */
class StoredObjectsTest {
    private static final byte[] OBJECT = {1, 2, 3};
    private static final int MAX_BYTES = 1000;

    @TempDir
    private Path folder;

    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private HttpsServer server;
    private String address;
    private Path images;

    @AutoClose
    private StoredObjects objects;

    @BeforeEach
    void serve() throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        SSLContext trusted = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build()
                .sslContext();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusted));
        server.createContext("/", this::answer);
        server.start();
        address = "https://localhost:" + server.getAddress().getPort();
        images = Files.createDirectory(folder.resolve("images"));
        Files.write(images.resolve("a.png"), OBJECT);
        AllowedPlaces from = AllowedPlaces.parseAddresses(
                address + "/images/,https://169.254.169.254/,https://[::1]/,file:" + images + "/");
        objects = new StoredObjects(
                new ReferenceSettings(from, 1, Duration.ofSeconds(20), 1 << 20, MAX_BYTES),
                new WebDownload(from, ReferenceSettings.FROM, trusted));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int status = statuses.getOrDefault(path, path.endsWith("/a.png") || path.endsWith("large.png") ? 200 : 404);
        if (status == 302) {
            exchange.getResponseHeaders()
                    .add("Location", address + exchange.getRequestURI().getQuery());
        }
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        byte[] body = path.endsWith("large.png") ? new byte[MAX_BYTES + 1] : OBJECT;
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Outcome get(String uri) throws IOException {
        return get(uri, null);
    }

    private Outcome get(String uri, String hash) throws IOException {
        return objects.get(new Claim(uri, Optional.ofNullable(hash), Optional.empty()));
    }

    private Rejection refused(String uri) throws IOException {
        return ((Outcome.Refused) get(uri)).rejection();
    }

    @Test
    void shouldGetObjectsBehindHttpsAndInFolders() throws IOException {
        Outcome.Fetched web = (Outcome.Fetched) get(address + "/images/a.png?signature=x");
        assertThat(web.bytes()).isEqualTo(OBJECT);
        assertThat(web.contentType()).isEqualTo("image/png");
        Outcome.Fetched file = (Outcome.Fetched) get("file:" + images + "/a.png");
        assertThat(file.bytes()).isEqualTo(OBJECT);
        assertThat(file.contentType()).isNull();
    }

    @Test
    void shouldCompareTheHash() throws IOException {
        String sha256 = Sha256.hex(OBJECT);
        for (String hash : new String[] {sha256, "sha256:" + sha256, sha256.toUpperCase(Locale.ROOT)}) {
            assertThat(get(address + "/images/a.png", hash)).isInstanceOf(Outcome.Fetched.class);
        }
        Outcome.Refused changed = (Outcome.Refused) get(address + "/images/a.png", Sha256.hex(new byte[1]));
        assertThat(changed.rejection().reason()).isEqualTo(Reason.REFERENCE_CHANGED);
        assertThat(changed.rejection().detail()).contains(sha256);
        Outcome.Refused none = (Outcome.Refused) get(address + "/images/a.png", "md5:abc");
        assertThat(none.rejection().reason()).isEqualTo(Reason.REFERENCE_REFUSED);
    }

    @Test
    void shouldSayThatThereIsNothing() throws IOException {
        assertThat(refused(address + "/images/none.jpg?signature=secret"))
                .isEqualTo(new Rejection(
                        Reason.REFERENCE_MISSING,
                        "there is nothing at the reference '" + address + "/images/none.jpg'"));
        assertThat(refused("file:" + images + "/none.png").reason()).isEqualTo(Reason.REFERENCE_MISSING);
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws IOException {
        Files.write(images.resolve("large.png"), new byte[MAX_BYTES + 1]);
        assertThat(refused(address + "/images/large.png").reason()).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(refused("file:" + images + "/large.png").reason()).isEqualTo(Reason.TOO_MANY_BYTES);
    }

    @Test
    void shouldRefuseWhatIsNotAllowed() throws IOException {
        Files.createSymbolicLink(images.resolve("link"), Files.createFile(folder.resolve("secret")));
        for (String uri : new String[] {
            address + "/secret/a.png",
            "https://localhost/images/a.png",
            "http://localhost/images/a.png",
            "s3://plant/a.png",
            "file:/etc/passwd",
            "file:" + images + "/../secret",
            "file:" + images + "/link",
            "file:" + images,
            "a.png",
            "\u0000\n"
        }) {
            assertThat(refused(uri).reason()).as(uri).isEqualTo(Reason.REFERENCE_REFUSED);
        }
    }

    @Test
    void shouldFollowNoRedirectToWhatIsNotAllowed() throws IOException {
        statuses.put("/images/moved.png", 302);
        assertThat(get(address + "/images/moved.png?/images/a.png")).isInstanceOf(Outcome.Fetched.class);
        assertThat(refused(address + "/images/moved.png?/secret/a.png").reason())
                .isEqualTo(Reason.REFERENCE_REFUSED);
    }

    @Test
    void shouldNotConnectToTheMetadataOfACloudAlsoWhereItIsAllowed() throws IOException {
        Rejection refused = refused("https://169.254.169.254/latest/meta-data");
        assertThat(refused.reason()).isEqualTo(Reason.REFERENCE_REFUSED);
        assertThat(refused.detail()).contains("169.254.169.254, an address of this machine");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 400, 451})
    void shouldRefuseWhatAServerGivesToNobody(int status) throws IOException {
        statuses.put("/images/a.png", status);
        Rejection refused = refused(address + "/images/a.png");
        assertThat(refused.reason()).isEqualTo(Reason.REFERENCE_REFUSED);
        assertThat(refused.detail()).endsWith("HTTP status " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408})
    void shouldLeaveWhatMayBeGivenLaterToAnotherTry(int status) {
        statuses.put("/images/a.png", status);
        assertThatThrownBy(() -> get(address + "/images/a.png"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("HTTP status " + status);
    }

    @Test
    void shouldSayWhichServerDoesNotAnswer() {
        server.stop(0);
        assertThatThrownBy(() -> get(address + "/images/a.png?signature=secret"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes no connection")
                .hasMessageNotContaining("secret");
    }
}
