package io.elbowatch.web;

import java.util.Objects;
import java.util.Optional;

/**
 * Who may read what is served, and whether others can listen in.
 *
 * @param tls certificate and key; without them everything goes in the clear
 * @param credentials what a client must show; without them nothing is asked for
 * @param insecure whether other machines may be let in without one of the two
 */
public record HttpAccess(Optional<TlsFiles> tls, Optional<Credentials> credentials, boolean insecure) {
    /** Neither TLS nor a password: for this machine alone. */
    public static final HttpAccess OPEN = new HttpAccess(Optional.empty(), Optional.empty(), false);

    public HttpAccess {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(credentials, "credentials");
    }

    /** Whether other machines may reach what is served. */
    boolean mayBeOpen() {
        return insecure || tls.isPresent() && credentials.isPresent();
    }
}
