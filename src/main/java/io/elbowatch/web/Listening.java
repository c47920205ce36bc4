package io.elbowatch.web;

import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The connectors of the server: with or without TLS, and with limits on the number, duration and size of
 * connections so that no client can exhaust the server.
 *
 * <p>A connection serves one request. It is closed if no request has arrived in time: otherwise a client that sends
 * a header byte by byte would keep it open without end.
 */
final class Listening {
    /** The event streams, plus scrapes, probes and the files of the page. */
    static final int MAX_CONNECTIONS = 4 * EventStreams.MAX_STREAMS;

    static final int MAX_HEADER_BYTES = 8 << 10;
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
        ServerConnector connector = new ServerConnector(server, 1, 1, factories(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.addBean(new FirstRequest(server.getScheduler(), requestMillis));
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

    /** Closes connections on which no request arrived in time. */
    private record FirstRequest(Scheduler scheduler, long millis) implements Connection.Listener {

        @Override
        public void onOpened(Connection connection) {
            // Jetty reports -1 for the TLS layer, and 0 for an HTTP connection without a request so far.
            if (connection.getMessagesIn() == 0) {
                scheduler.schedule(() -> closeWithoutRequest(connection), millis, TimeUnit.MILLISECONDS);
            }
        }

        private static void closeWithoutRequest(Connection connection) {
            if (connection.getMessagesIn() == 0) {
                connection.close();
            }
        }
    }
}
