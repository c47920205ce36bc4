package io.elbowatch.web;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is served over HTTP, on which address, and to whom. An address that other machines can reach requires TLS and
 * credentials, unless {@link HttpAccess#insecure} says that both are unwanted.
 *
 * @param host address to bind; the loopback address by default
 * @param port TCP port, 0 for any free port
 * @param page whether the live page and its pictures are served, in addition to metrics and health
 * @param access who may read it
 */
public record HttpSettings(String host, int port, boolean page, HttpAccess access) {
    public static final int MAX_PORT = 65_535;
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");
    /** Host names are not resolved here: others may control the resolver that decides what is bound. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must name an address");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must lie between 0 and " + MAX_PORT + ", not " + port);
        }
        Objects.requireNonNull(access, "access");
        if (!isLoopback(host) && !access.mayBeOpen()) {
            throw new IllegalArgumentException(
                    "host " + host + " lets other machines in: it needs tls and credentials, or insecure");
        }
    }

    /** For everybody on this machine. */
    public HttpSettings(String host, int port, boolean page) {
        this(host, port, page, HttpAccess.OPEN);
    }

    /**
     * The address of the front page for a client on this machine.
     *
     * @param bound the port that is bound, also if the settings say 0
     */
    public String url(int bound) {
        String name = host;
        if (WILDCARDS.contains(host)) {
            name = "localhost";
        } else if (host.contains(":") && !host.startsWith("[")) {
            name = "[" + host + "]";
        }
        return (access.tls().isPresent() ? "https://" : "http://") + name + ":" + bound + "/";
    }

    boolean isForThisMachineAlone() {
        return isLoopback(host);
    }

    /** Whether only this machine can reach the address. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
