package io.elbowatch.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Files behind https. A redirect is followed only to https and to a place that may be read itself: a server with an open
 * redirect must not lead to one within the network. No credentials are sent.
 */
public final class WebDownload implements Download<Place.Web> {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_REDIRECTS = 5;
    private static final int OK = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;

    private final AllowedPlaces allowed;
    private final String setting;
    private final SSLSocketFactory sockets;

    /** @param setting has the allowed places */
    public WebDownload(AllowedPlaces allowed, String setting, SSLContext tls) {
        this.allowed = allowed;
        this.setting = setting;
        this.sockets = new GuardedSockets(tls.getSocketFactory());
    }

    /** With the certificates that this Java trusts. */
    public WebDownload(AllowedPlaces allowed, String setting) {
        this(allowed, setting, tls());
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    @Override
    public String to(OutputStream out, Place.Web place, ByteBudget budget, Deadline deadline) throws IOException {
        URI address = place.address();
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            deadline.check();
            HttpsURLConnection connection = open(address, deadline);
            boolean whole = false;
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    connection::disconnect, // a server that sends a byte now and then would keep it for ever
                    CompletableFuture.delayedExecutor(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
            try {
                int status = connection.getResponseCode();
                if (status == OK) {
                    try (InputStream body = connection.getInputStream()) {
                        budget.copy(body, connection.getContentLengthLong(), out, deadline);
                        whole = true;
                    }
                    return connection.getContentType();
                }
                address = next(address, status, connection.getHeaderField("location"));
            } catch (SocketTimeoutException e) {
                throw deadline.left().compareTo(CONNECT) > 0 ? e : deadline.timedOut();
            } catch (IOException e) {
                deadline.check();
                throw e;
            } finally {
                end.cancel(false);
                if (!whole) {
                    connection.disconnect();
                }
            }
        }
        throw new RefusedException("more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpsURLConnection open(URI address, Deadline deadline) throws IOException {
        URL url;
        try {
            url = address.toURL();
        } catch (IllegalArgumentException | IOException e) {
            throw new RefusedException("is no address that can be asked for", e);
        }
        HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        int leftMillis =
                Math.toIntExact(Math.min(Integer.MAX_VALUE, deadline.left().toMillis()));
        connection.setConnectTimeout(Math.toIntExact(Math.min(CONNECT.toMillis(), leftMillis)));
        connection.setReadTimeout(leftMillis);
        return connection;
    }

    private URI next(URI from, int status, String location) throws IOException {
        if (status / 100 != 3 || location == null) {
            throw failure(status);
        }
        try {
            URI to = from.resolve(location);
            if (!(Place.address(to.toString()) instanceof Place.Web web)) {
                throw new RefusedException("it redirects to something else than https");
            }
            if (!allowed.contains(web)) {
                throw new RefusedException(
                        "it redirects to " + to.getHost() + ", which " + setting + " does not allow");
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new RefusedException("it redirects to something else than https", e);
        }
    }

    private static IOException failure(int status) {
        String message = "HTTP status " + status;
        return switch (status) {
            case 404, 410 -> new NotThereException(message);
            case REQUEST_TIMEOUT, TOO_EARLY, TOO_MANY_REQUESTS -> new IOException(message);
            default -> status / 100 == 4 ? new RefusedException(message) : new IOException(message);
        };
    }
}
