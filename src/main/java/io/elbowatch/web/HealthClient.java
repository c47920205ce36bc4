package io.elbowatch.web;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Asks the instance on this machine for its health. The timeout is a few seconds. */
public final class HealthClient {
    private static final int TIMEOUT_MILLIS = 4_000;

    private final HttpSettings settings;

    /**
     * The answer of the instance.
     *
     * @param up whether it is live or ready, as asked
     * @param body JSON
     */
    public record Answer(boolean up, String body) {}

    /** @throws Refusal if the settings do not name the port */
    public HealthClient(HttpSettings settings) {
        if (settings.port() == 0) {
            throw Refusal.ofMistake("http.port 0 says nothing of the port that is bound", "give --http-port");
        }
        this.settings = settings;
    }

    /** Whether images are scored. @throws Refusal if nothing answers */
    public Answer ready() {
        return ask("health/ready");
    }

    /** Whether no restart is needed. @throws Refusal if nothing answers */
    public Answer live() {
        return ask("health/live");
    }

    private Answer ask(String path) {
        String url = settings.url(settings.port()) + path;
        try {
            // Not java.net.http, which starts threads for a single request.
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                // The certificate names this machine as other machines do, not as localhost.
                secure.setSSLSocketFactory(trusting(settings.access().tls().orElseThrow()));
                secure.setHostnameVerifier((host, session) -> true);
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            boolean up = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            try (InputStream body = up ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(up, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new Refusal(
                    "no answer at " + url + ": " + e.getMessage(),
                    "start it with 'elbowatch run', or give its --http-host and --http-port",
                    e);
        }
    }

    private static SSLSocketFactory trusting(TlsFiles files) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(PemFiles.trust(files.certificate()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
