package io.elbowatch.web;

import io.elbowatch.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The credentials that clients must send: user and password (basic, RFC 7617) or a token (bearer, RFC 6750). Only
 * hashes are kept. Comparisons take constant time.
 */
public final class Credentials {
    static final String CHALLENGE = "Basic realm=\"elbowatch\", charset=\"UTF-8\"";
    public static final int MIN_CHARACTERS = 8;

    private final List<byte[]> admitted; // hashes of whole Authorization headers, the scheme in lower case

    private Credentials(List<byte[]> admitted) {
        this.admitted = admitted;
    }

    /**
     * Empty if there is neither password nor token.
     *
     * @throws IllegalArgumentException if one is too short or cannot be sent
     */
    public static Optional<Credentials> of(String user, Optional<String> password, Optional<String> token) {
        Objects.requireNonNull(user, "user");
        password.ifPresent(secret -> check("password", secret));
        token.ifPresent(secret -> check("token", secret));
        if (user.contains(":")) {
            throw new IllegalArgumentException("user must hold no colon");
        }
        if (token.filter(secret -> !canBeBearer(secret)).isPresent()) {
            throw new IllegalArgumentException("token must be letters, digits and ._~+/-");
        }
        List<byte[]> admitted = Stream.concat(
                        password.map(secret -> "basic " + base64(user + ":" + secret)).stream(),
                        token.map(secret -> "bearer " + secret).stream())
                .map(Credentials::hash)
                .toList();
        return admitted.isEmpty() ? Optional.empty() : Optional.of(new Credentials(admitted));
    }

    private static void check(String name, String secret) {
        if (secret.length() < MIN_CHARACTERS) {
            throw new IllegalArgumentException(name + " must have at least " + MIN_CHARACTERS + " characters");
        }
    }

    /** Whether a token has the syntax of RFC 6750. */
    public static boolean canBeBearer(String token) {
        return token.matches("[A-Za-z0-9._~+/-]+=*");
    }

    /** Whether a request with this header is authorized. @param authorization null if the request has none */
    boolean admit(String authorization) {
        if (authorization == null) {
            return false;
        }
        int space = Math.max(0, authorization.indexOf(' '));
        byte[] shown = hash(authorization.substring(0, space).toLowerCase(Locale.ROOT)
                + authorization.substring(space).stripTrailing());
        boolean equal = false;
        for (byte[] hash : admitted) {
            equal |= MessageDigest.isEqual(hash, shown);
        }
        return equal;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(String text) {
        return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials credentials
                && Arrays.deepEquals(admitted.toArray(), credentials.admitted.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(admitted.toArray());
    }

    /** Contains no secret. */
    @Override
    public String toString() {
        return "Credentials[" + admitted.size() + "]";
    }
}
