package io.elbowatch.web;

import java.util.Set;

/**
 * What is served over HTTP, and where.
 *
 * @param host address to bind; loopback unless somebody says otherwise
 * @param port TCP port, 0 for any that is free
 * @param page whether the live page and its pictures are served, beside metrics and health
 */
public record HttpSettings(String host, int port, boolean page) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("http.host must name an address");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("http.port must lie between 0 and 65535, not " + port);
        }
    }

    /**
     * Where a client on this machine finds the front page.
     *
     * @param bound the port that is really bound, also where the settings say 0
     */
    public String url(int bound) {
        String name = host;
        if (WILDCARDS.contains(host)) {
            name = "localhost";
        } else if (host.contains(":") && !host.startsWith("[")) {
            name = "[" + host + "]";
        }
        return "http://" + name + ":" + bound + "/";
    }
}
