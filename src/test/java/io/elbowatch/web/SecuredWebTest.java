package io.elbowatch.web;

import io.elbowatch.core.Refusal;
import io.elbowatch.testing.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The server with TLS and credentials, as a network sees it. */
class SecuredWebTest {
    private static final String PASSWORD = "correct horse \u03b1";
    private static final String TOKEN = "abcDEF123-._~+/==";
    private static final Certificates AUTHORITY = new Certificates();
    private static final Certificates.Identity IDENTITY = AUTHORITY.issue("web", "127.0.0.1", "localhost");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** A handshake on a machine that has other things to do took 0.6 s. */
    private static final long LONG_MILLIS = 60_000;

    private static final long SHORT_MILLIS = 1_000;

    @TempDir
    static Path folder;

    private static WebServer server;

    @BeforeAll
    static void start() {
        server = start(IDENTITY);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void shouldServeOverTlsToThoseWhoTrustTheAuthority() throws Exception {
        assertThat(server.url()).startsWith("https://127.0.0.1:");

        assertThat(get("/metrics", basic("elbowatch", PASSWORD)).body()).isEqualTo("metrics\n");
    }

    @Test
    void shouldBeTakenForNobodysByThoseWhoDoNot() {
        HttpClient stranger = client(new Certificates());

        assertThatThrownBy(() -> send(stranger, request("/metrics").build())).isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/", "/nowhere", "/events", "/evidence/images-0-1.png"})
    void shouldAskWhoItIs(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"elbowatch\", charset=\"UTF-8\"");
        assertThat(response.body()).isEqualTo("who are you?\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void shouldTellHealthToProbesWithoutASecret(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/health/live/../../metrics", "/health/ready/%2e%2e/metrics", "//health/live", "/health/live;x/"
            })
    void shouldNotTakeAnotherPathForHealth(String path) throws Exception {
        assertThat(raw(path)).matches("HTTP/1.1 (400|401) .*");
    }

    @Test
    void shouldAdmitATokenToo() throws Exception {
        assertThat(get("/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(get("/metrics", "bEARER " + TOKEN).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"elbowatch, wrong password", "admin, 'correct horse \u03b1'", "elbowatch, ''", "'', ''"})
    void shouldAdmitNoOtherPassword(String user, String password) throws Exception {
        assertThat(get("/metrics", basic(user, password)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer abc", "Basic !!!", "Digest x", "x", "Basic " + TOKEN, TOKEN})
    void shouldAdmitNoOtherHeader(String header) throws Exception {
        assertThat(get("/metrics", header).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldTellBrowsersToStayWithTls() throws Exception {
        assertThat(get("/health/live").headers().firstValue("Strict-Transport-Security"))
                .contains("max-age=15768000");
    }

    @Test
    void shouldTakeNoBody() throws Exception {
        assertThat(raw("/metrics", "Content-Length: 10")).startsWith("HTTP/1.1 413 ");
        assertThat(raw("/metrics", "Transfer-Encoding: chunked")).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void shouldTakeNoHugeHeader() throws Exception {
        String first;
        try {
            first = raw("/health/live", "X: " + "x".repeat(Listening.MAX_HEADER_BYTES));
        } catch (SocketException e) {
            return; // closed before all of it was sent
        }

        assertThat(first).matches("|HTTP/1.1 431 .*");
    }

    @Test
    void shouldCloseAConnectionThatBringsNoRequestInTime() throws Exception {
        try (WebServer hasty = start(new HttpSettings("127.0.0.1", 0, false), SHORT_MILLIS)) {
            for (String begun : List.of("", "GET /health/live HTTP/1.1\r\nHost: 127", "GET ")) {
                try (Socket socket = new Socket("127.0.0.1", hasty.port())) {
                    socket.getOutputStream().write(begun.getBytes(US_ASCII));
                    socket.setSoTimeout((int) TIMEOUT.toMillis());

                    assertThat(endOf(socket.getInputStream())).isTrue();
                }
            }
        }
    }

    @Test
    void shouldAnswerOthersWhileManyAreSlow() throws Exception {
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, false);
        List<Socket> slow = new ArrayList<>();
        try (WebServer hasty = start(settings, SHORT_MILLIS)) {
            for (int i = 0; i < Listening.MAX_CONNECTIONS + 20; i++) {
                slow.add(new Socket("127.0.0.1", hasty.port()));
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(hasty.url()).resolve("/health/live"))
                    .timeout(TIMEOUT)
                    .build();

            assertThat(send(HttpClient.newHttpClient(), request).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldServeOneRequestAConnection() throws Exception {
        assertThat(get("/health/live").headers().firstValue("Connection")).contains("close");
    }

    @Test
    void shouldBeAskedForHealthOverTlsByItsOwnClient() throws Exception {
        get("/health/ready"); // the first handshake of a server may take longer than its own client waits
        HttpSettings here = settings(IDENTITY, server.port());

        assertThat(new HealthClient(here).ready().up()).isTrue();
    }

    @Test
    void shouldRefuseAnExpiredCertificate() {
        Certificates.Identity expired = AUTHORITY.expired("web", "127.0.0.1");

        assertThatThrownBy(() -> start(expired).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("certificate.pem has expired on");
    }

    @Test
    void shouldRefuseAKeyOfAnotherCertificate() {
        Certificates.Identity other = AUTHORITY.issue("other");

        assertThatThrownBy(() -> start(new Certificates.Identity(IDENTITY.certificate(), other.key()))
                        .close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not that of the certificate");
    }

    @Test
    void shouldQuoteNothingOfARequestThatItCannotRead() throws Exception {
        HttpResponse<String> response = get("/%2f%3Cscript%3E");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("Bad Request\n");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void shouldRefuseFilesWithoutShowingThem() throws Exception {
        Path key = Files.writeString(folder.resolve("rsa.pem"), "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n");
        HttpAccess access = new HttpAccess(
                Optional.of(new TlsFiles(IDENTITY.certificateFile(folder), key)), Optional.empty(), false);

        assertThatThrownBy(() -> start(new HttpSettings("127.0.0.1", 0, false, access), LONG_MILLIS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("http.tls.key: there is no private key of PKCS#8")
                .hasMessageNotContaining("hunter2")
                .satisfies(e -> assertThat(((Refusal) e).remedy()).contains("openssl pkcs8"));
    }

    private static WebServer start(Certificates.Identity identity) {
        return start(settings(identity, 0), LONG_MILLIS);
    }

    private static WebServer start(HttpSettings settings, long requestMillis) {
        return WebServer.start(
                settings,
                requestMillis,
                accept -> new Exposition.Page("text/plain", "metrics\n"),
                () -> new Health(true, true, Map.of()),
                config -> () -> {});
    }

    private static HttpSettings settings(Certificates.Identity identity, int port) {
        return new HttpSettings(
                "127.0.0.1",
                port,
                false,
                new HttpAccess(
                        Optional.of(new TlsFiles(identity.certificateFile(folder), identity.keyFile(folder))),
                        Credentials.of("elbowatch", Optional.of(PASSWORD), Optional.of(TOKEN)),
                        false));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> get(String path, String... authorization) throws Exception {
        HttpRequest.Builder request = request(path);
        for (String header : authorization) {
            request.header("Authorization", header);
        }
        return send(client(AUTHORITY), request.build());
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What java.net.http would mend or refuse before it sends it; the first line of the answer. */
    private String raw(String path, String... headers) throws IOException {
        try (Socket socket = socket()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + String.join(
                            "",
                            List.of(headers).stream()
                                    .map(header -> header + "\r\n")
                                    .toList()) + "\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private Socket socket() throws IOException {
        Socket socket = context(AUTHORITY).getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        return socket;
    }

    private static boolean endOf(InputStream in) {
        try {
            in.readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private static HttpClient client(Certificates trusted) {
        return HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(context(trusted))
                .build();
    }

    private static SSLContext context(Certificates trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(trusted.authority().getBytes(US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
