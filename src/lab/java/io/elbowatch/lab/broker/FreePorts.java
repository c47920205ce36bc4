package io.elbowatch.lab.broker;

import io.elbowatch.lab.broker.BrokerSettings.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds free ports of the loopback interface; the ports of one call all differ. */
final class FreePorts {
    private static final String ADDRESS = "127.0.0.1";

    private FreePorts() {}

    /** @param nodes how many nodes need ports @param port for clients of the first node, 0 for a free one */
    static List<Ports> of(int nodes, int port) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Ports> ports = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                // All stay bound until the end, so that they differ.
                sockets.add(bound(node == 0 ? port : 0));
                sockets.add(bound(0));
                ports.add(new Ports(
                        ADDRESS,
                        sockets.get(2 * node).getLocalPort(),
                        sockets.get(2 * node + 1).getLocalPort()));
            }
            return ports;
        } catch (BindException failure) {
            throw new BrokerException("port " + port + " is taken; give another one, or 0 for a free one", failure);
        } catch (IOException failure) {
            throw new BrokerException("no port on 127.0.0.1: " + failure, failure);
        } finally {
            sockets.forEach(FreePorts::close);
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new BrokerException("cannot release port " + socket.getLocalPort() + ": " + failure, failure);
        }
    }
}
