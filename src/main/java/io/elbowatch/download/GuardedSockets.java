package io.elbowatch.download;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets for https that {@link AddressGuard} checks when they connect: the address that was checked is the one that is
 * connected to, whatever the name server says next. A proxy is connected to without these.
 */
final class GuardedSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls;

    GuardedSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** The client of the JDK makes this one, connects it, and puts TLS over it. */
    @Override
    public Socket createSocket() {
        return new Guarded();
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean closing) throws IOException {
        return tls.createSocket(connected, host, port, closing);
    }

    @Override
    public Socket createSocket(String host, int port) throws SocketException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws SocketException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws SocketException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws SocketException {
        throw unguarded();
    }

    private static SocketException unguarded() {
        return new SocketException("a connection is made by createSocket() and connect alone");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    private static final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
            if (endpoint instanceof InetSocketAddress to && !to.isUnresolved()) {
                AddressGuard.check(to.getHostString(), to.getAddress());
            }
            super.connect(endpoint, timeoutMillis);
        }
    }
}
