package io.elbowatch.web;

import java.util.Map;

/**
 * The headers on every response: a browser loads nothing, sends no referrer, caches nothing, and no other page can
 * frame this one.
 */
final class SecurityHeaders {
    static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    private SecurityHeaders() {}
}
