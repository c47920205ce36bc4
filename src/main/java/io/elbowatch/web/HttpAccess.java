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

    /** What has to be set before other machines may be let in, to be read after "set". */
    Optional<String> missing() {
        String encrypted = "http.tls.certificate and http.tls.key";
        String known = "http.password or http.token";
        if (tls.isPresent() && credentials.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                tls.isPresent() ? known : credentials.isPresent() ? encrypted : encrypted + ", and " + known);
    }
}
