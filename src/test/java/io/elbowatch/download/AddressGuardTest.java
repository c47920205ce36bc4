package io.elbowatch.download;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Addresses as a name server gives them; no name is looked up. */
class AddressGuardTest {
    private static final String HOST = "images.example.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.1.1",
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "224.0.0.1",
                "168.63.129.16",
                "100.100.100.200",
                "192.0.0.192",
                "::1",
                "::",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::7f00:1",
                "2002:a9fe:a9fe::1"
            })
    void shouldRefuseAddressesThatAreNobodysToAskFor(String address) {
        assertThatThrownBy(() -> AddressGuard.check(HOST, InetAddress.getByName(address)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "10.1.2.3",
                "192.168.1.9",
                "172.16.0.1",
                "2606:2800:220:1::1",
                "fd12:3456::9",
                "64:ff9b::a01:203"
            })
    void shouldAllowStoresOnTheInternetAndInPrivateNetworks(String address) {
        assertThatCode(() -> AddressGuard.check(HOST, InetAddress.getByName(address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void shouldAllowThisMachineWhereItIsNamed(String host) {
        assertThatCode(() -> AddressGuard.check(host, InetAddress.getLoopbackAddress()))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldCheckTheAddressThatASocketConnectsTo() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket socket = new GuardedSockets((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket()) {
            InetAddress rebound = InetAddress.getByAddress(HOST, loopback.getAddress());
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(rebound, server.getLocalPort()), 1000))
                    .isInstanceOf(RefusedException.class);
        }
    }
}
