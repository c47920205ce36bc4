package io.elbowatch.web;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of certificate and key, both in PEM.
 *
 * @param certificate the server's certificate, followed by those that signed it
 * @param key its private key in PKCS#8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {

    /** @throws IllegalArgumentException if one is given without the other */
    public static Optional<TlsFiles> of(Optional<String> certificate, Optional<String> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("certificate and key belong together: "
                    + (certificate.isPresent() ? "the key" : "the certificate") + " is missing");
        }
        return certificate.map(path -> new TlsFiles(Path.of(path), Path.of(key.orElseThrow())));
    }
}
