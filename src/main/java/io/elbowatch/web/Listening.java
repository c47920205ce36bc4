package io.elbowatch.web;

import java.security.KeyStore;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The connectors of the server: with or without TLS, and with limits on the number, duration and size of
 * connections so that no client can exhaust the server.
 *
 * <p>A connection serves one request. It is closed if no request has arrived in time: otherwise a client that sends
 * a header byte by byte would keep it open without end.
 */
final class Listening {
    /** Streams and crowd, and as many again that are about to close. Above it, new connections wait. */
    static final int MAX_CONNECTIONS = 2 * (EventStreams.MAX_STREAMS + Crowd.MAX);

    static final int MAX_HEADER_BYTES = 8 << 10;
    /**
     * An answer up to this size is sent without a thread that waits for its client. Otherwise a few clients that read
     * nothing would take all threads. The largest are Chart.js and the metrics.
     */
    private static final int ANSWER_BYTES = 256 << 10;
    /** What the kernel keeps for a client that reads nothing; by default it lets it grow to 4 MB. */
    private static final int KERNEL_BYTES = 32 << 10;

    private static final long IDLE_MILLIS = 30_000;

    private final HttpSettings settings;
    private final long requestMillis;

    Listening(HttpSettings settings, long requestMillis) {
        this.settings = settings;
        this.requestMillis = requestMillis;
    }

    /** @throws io.elbowatch.core.Refusal if the certificate or the key cannot be read */
    ServerConnector connector(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.DEFAULT); // Javalin would accept encoded dots and slashes
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setPersistentConnectionsEnabled(false);
        http.setOutputBufferSize(ANSWER_BYTES);
        http.setOutputAggregationSize(ANSWER_BYTES);
        http.setUseOutputDirectByteBuffers(false); // outside the heap they would count for no limit of the operator
        ServerConnector connector = new ServerConnector(server, 1, 1, factories(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptedSendBufferSize(KERNEL_BYTES);
        connector.addBean(new Crowd(server.getScheduler(), requestMillis));
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        return connector;
    }

    private ConnectionFactory[] factories(HttpConfiguration http) {
        Optional<KeyStore> identity = settings.access().tls().map(PemFiles::identity);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (identity.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        http.addCustomizer(new SecureRequestCustomizer(false)); // clients that connect by address send no server name
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity.get());
        tls.setKeyStorePassword(new String(PemFiles.IN_MEMORY));
        return new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
    }
}
