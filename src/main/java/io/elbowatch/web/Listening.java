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
 * How connections are taken: with TLS or without, and so many, so long and so large that no client can use up the server.
 *
 * <p>A connection serves one request. So one that has brought none in time brings none, and is closed: otherwise a client that sends a
 * header a byte at a time would keep it for ever.
 */
final class Listening {
    /** The event streams, and room for scrapes, probes and the page's files. */
    static final int MAX_CONNECTIONS = 4 * EventStreams.MAX_STREAMS;

    static final int MAX_HEADER_BYTES = 8 << 10;
    private static final long IDLE_MILLIS = 30_000;

    private final HttpSettings settings;
    private final long requestMillis;

    Listening(HttpSettings settings, long requestMillis) {
        this.settings = settings;
        this.requestMillis = requestMillis;
    }

    /** @throws io.elbowatch.core.Refusal where certificate or key cannot be read */
    ServerConnector connector(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.DEFAULT); // Javalin lets encoded dots and slashes pass
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
        http.addCustomizer(new SecureRequestCustomizer(false)); // asked for by address, it has a name all the same
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity.get());
        tls.setKeyStorePassword(new String(PemFiles.IN_MEMORY));
        return new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
    }

    /** Closes connections that bring no request in time. */
    private record FirstRequest(Scheduler scheduler, long millis) implements Connection.Listener {

        @Override
        public void onOpened(Connection connection) {
            // Jetty says -1 of the layer of TLS, and 0 of one of HTTP that has had none.
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
