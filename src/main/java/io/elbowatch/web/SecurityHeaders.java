package io.elbowatch.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/** The headers on every response: a browser loads, sends and keeps nothing, and no other page can frame ours. */
final class SecurityHeaders implements Handler {

    @Override
    public void handle(Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
    }
}
