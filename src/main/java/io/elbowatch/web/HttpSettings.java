package io.elbowatch.web;

/**
 * Where the metrics and health pages are served.
 *
 * @param host address to bind; loopback unless somebody says otherwise
 * @param port TCP port, 0 for any that is free
 */
public record HttpSettings(String host, int port) {

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("http.host must name an address");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("http.port must lie between 0 and 65535, not " + port);
        }
    }
}
