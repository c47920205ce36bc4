package io.elbowatch.web.api;

import io.javalin.config.RoutesConfig;

/**
 * A part of what the page asks for and changes: routes below {@code /api/}. Every answer is JSON; a request that cannot
 * be answered ends in an {@link ApiRefusal}, or in a Refusal of the core, which becomes a 503.
 *
 * <p>A GET changes nothing. A POST has passed the gate: it comes from this page or from a program, not from another
 * site; it is of somebody who may write ({@link Author}); its body has been read ({@link JsonBody}); there are not many.
 */
@FunctionalInterface
public interface Api {

    /** Adds the routes. Handlers run on the few threads of the server and must end within seconds. */
    void route(RoutesConfig routes);
}
