package io.elbowatch.download;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses a name may lead to. Never to those of this machine or of the link, nor to those where a cloud gives out
 * credentials: who owns a name chooses its address, at any time. Private networks are allowed, since stores lie there; which
 * hosts are asked is a setting.
 */
final class AddressGuard {
    /** Of Azure, of Alibaba Cloud, of Oracle's cloud and of AWS over IPv6; the others are of the link. */
    private static final List<String> METADATA =
            List.of("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2:0:0:0:0:0:254");

    /** 64:ff9b::/96, behind which a network translates to IPv4. */
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    private AddressGuard() {}

    /** @throws RefusedException when the address must not be connected to. @param host as it was asked for */
    static void check(String host, InetAddress address) throws RefusedException {
        if (isForbidden(host, address)
                || within(address).filter(inner -> isForbidden("", inner)).isPresent()) {
            throw new RefusedException("the host " + host + " leads to " + address.getHostAddress()
                    + ", an address of this machine, of the link or of cloud metadata");
        }
    }

    private static boolean isForbidden(String host, InetAddress address) {
        if (address.isLoopbackAddress()) {
            return !saysLoopback(host);
        }
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address.getHostAddress());
    }

    /** Whoever allowed this host has named this machine. */
    private static boolean saysLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("0:0:0:0:0:0:0:1")
                || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** The IPv4 address that an IPv6 address is translated to. */
    private static Optional<InetAddress> within(InetAddress address) {
        if (address instanceof Inet4Address) {
            return Optional.empty();
        }
        byte[] bytes = ((Inet6Address) address).getAddress();
        if (startsWith(bytes, NAT64)) {
            return Optional.of(ofBytes(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return startsWith(bytes, SIX_TO_FOUR)
                ? Optional.of(ofBytes(Arrays.copyOfRange(bytes, 2, 6)))
                : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress ofBytes(byte[] four) {
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
