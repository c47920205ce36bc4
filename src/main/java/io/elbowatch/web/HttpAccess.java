package io.elbowatch.web;

import java.util.Objects;
import java.util.Optional;

/**
 * Who may read over HTTP, and whether the connection is encrypted.
 *
 * @param tls certificate and key; empty for plain HTTP
 * @param credentials the credentials that clients must send; empty for none
 * @param insecure whether other machines may connect without TLS or without credentials
 */
public record HttpAccess(Optional<TlsFiles> tls, Optional<Credentials> credentials, boolean insecure) {
    /** Neither TLS nor a password: for this machine only. */
    public static final HttpAccess OPEN = new HttpAccess(Optional.empty(), Optional.empty(), false);

    public HttpAccess {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(credentials, "credentials");
    }

    /** Whether other machines may connect. */
    boolean mayBeOpen() {
        return insecure || tls.isPresent() && credentials.isPresent();
    }
}
