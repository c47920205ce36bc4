package io.elbowatch.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The open connections except event streams, at most {@value #MAX}. A further one is always let in. The oldest one of
 * the address with the most is closed for it: a client that opens many connections closes its own, and a probe, whose
 * request comes at once, is answered however many wait. Used by many threads.
 *
 * <p>A connection on which no request has arrived in time is closed too.
 */
final class Crowd implements Connection.Listener {
    /** A browser opens six at a time, and Prometheus and a probe one each. */
    static final int MAX = 100;

    private final Scheduler scheduler;
    private final long requestMillis;
    private final Map<Connection, String> open = new LinkedHashMap<>(); // to the client's address, the oldest first

    /** @param requestMillis time within which a connection must send its request */
    Crowd(Scheduler scheduler, long requestMillis) {
        this.scheduler = scheduler;
        this.requestMillis = requestMillis;
    }

    @Override
    public void onOpened(Connection connection) {
        // Jetty reports -1 for the TLS layer, and 0 for an HTTP connection without a request so far.
        if (connection.getMessagesIn() == 0) {
            scheduler.schedule(() -> closeWithoutRequest(connection), requestMillis, TimeUnit.MILLISECONDS);
            enter(connection).forEach(Connection::close);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        leave(connection);
    }

    /** Stops counting the connection of an event stream; these have their own limit. */
    static void release(HttpServletRequest request) {
        ConnectionMetaData connected =
                ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
        Crowd crowd = connected.getConnector().getBean(Crowd.class);
        if (crowd != null) {
            crowd.leave(connected.getConnection());
        }
    }

    /**
     * Closes the connection unless the rest of its request arrives within the time of a request.
     *
     * @return to be run when it has arrived
     */
    static Runnable expect(HttpServletRequest request) {
        ConnectionMetaData connected =
                ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
        Crowd crowd = connected.getConnector().getBean(Crowd.class);
        if (crowd == null) {
            return () -> {};
        }
        Scheduler.Task end =
                crowd.scheduler.schedule(connected.getConnection()::close, crowd.requestMillis, TimeUnit.MILLISECONDS);
        return end::cancel;
    }

    /** @return those to close for it */
    private synchronized List<Connection> enter(Connection connection) {
        open.put(connection, address(connection));
        List<Connection> superfluous = new ArrayList<>();
        while (open.size() > MAX) {
            Connection one = superfluous();
            open.remove(one);
            superfluous.add(one);
        }
        return superfluous;
    }

    private Connection superfluous() {
        Map<String, Integer> sizes = new HashMap<>();
        open.values().forEach(address -> sizes.merge(address, 1, Integer::sum));
        int most = sizes.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        return open.entrySet().stream()
                .filter(entry -> sizes.get(entry.getValue()) == most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private synchronized void leave(Connection connection) {
        open.remove(connection);
    }

    private static String address(Connection connection) {
        SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress().getHostAddress()
                : "";
    }

    private static void closeWithoutRequest(Connection connection) {
        if (connection.getMessagesIn() == 0) {
            connection.close();
        }
    }
}
