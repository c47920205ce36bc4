package io.elbowatch.web.api;

import io.javalin.http.Context;
import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * Who sends a request: the user of the login, {@value #TOKEN} for the token, {@value #LOCAL} on the loopback address
 * without a login. Nothing in the request itself can change it.
 */
public final class Author {
    public static final String TOKEN = "token";
    public static final String LOCAL = "local";

    private static final String ATTRIBUTE = Author.class.getName();

    private Author() {}

    /** To be called by the gate alone. */
    public static void set(ServletRequest request, String name) {
        request.setAttribute(ATTRIBUTE, name);
    }

    /** Who sends a POST. The gate lets a POST pass with an author only. */
    public static String of(Context context) {
        return find(context)
                .orElseThrow(() -> new ApiRefusal(
                        403, "nobody may write here without a login", "set http.password, http.users or http.token"));
    }

    /** Who sends a GET; empty if this client may read, but not write. */
    public static Optional<String> find(Context context) {
        return Optional.ofNullable(context.attribute(ATTRIBUTE));
    }
}
