package io.elbowatch.web;

import io.elbowatch.core.Sha256;
import io.elbowatch.web.api.Author;
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
 * hashes are kept. Comparisons take constant time. Every login has a name, which what it writes is stamped with.
 */
public final class Credentials {
    static final String CHALLENGE = "Basic realm=\"elbowatch\", charset=\"UTF-8\"";
    public static final int MIN_CHARACTERS = 8;

    private final List<Login> admitted;

    /** @param hash of the whole Authorization header, the scheme in lower case */
    private record Login(String name, byte[] hash) {
        static Login of(String name, String header) {
            return new Login(name, Credentials.hash(header));
        }
    }

    private Credentials(List<Login> admitted) {
        this.admitted = admitted;
    }

    /** One user or none, and a token or none. */
    public static Optional<Credentials> of(String user, Optional<String> password, Optional<String> token) {
        return of(user, password, token, Users.NONE);
    }

    /**
     * Empty if there is neither password nor token nor further users.
     *
     * @param users further ones with passwords of their own
     * @throws IllegalArgumentException if a secret is too short or cannot be sent, or a name is there twice
     */
    public static Optional<Credentials> of(
            String user, Optional<String> password, Optional<String> token, Users users) {
        Objects.requireNonNull(user, "user");
        password.ifPresent(secret -> check("password", secret));
        token.ifPresent(secret -> check("token", secret));
        if (user.contains(":")) {
            throw new IllegalArgumentException("user must hold no colon");
        }
        if (token.filter(secret -> !canBeBearer(secret)).isPresent()) {
            throw new IllegalArgumentException("token must be letters, digits and ._~+/-");
        }
        if (password.isPresent() && users.passwords().containsKey(user)) {
            throw new IllegalArgumentException("users has the user of the password once more");
        }
        List<Login> admitted = Stream.of(
                        password.map(secret -> basic(user, secret)).stream(),
                        token.map(secret -> Login.of(Author.TOKEN, "bearer " + secret)).stream(),
                        users.passwords().entrySet().stream().map(one -> basic(one.getKey(), one.getValue())))
                .flatMap(login -> login)
                .toList();
        return admitted.isEmpty() ? Optional.empty() : Optional.of(new Credentials(admitted));
    }

    private static Login basic(String user, String secret) {
        return Login.of(user, "basic " + base64(user + ":" + secret));
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

    /** Who sends a request with this header; empty for nobody. @param authorization null if the request has none */
    Optional<String> admit(String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        int space = Math.max(0, authorization.indexOf(' '));
        byte[] shown = hash(authorization.substring(0, space).toLowerCase(Locale.ROOT)
                + authorization.substring(space).stripTrailing());
        String name = null;
        for (Login login : admitted) {
            name = MessageDigest.isEqual(login.hash, shown) ? login.name : name;
        }
        return Optional.ofNullable(name);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(String text) {
        return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials credentials && Arrays.deepEquals(hashes(), credentials.hashes());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(hashes());
    }

    private byte[][] hashes() {
        return admitted.stream().map(Login::hash).toArray(byte[][]::new);
    }

    /** Contains no secret. */
    @Override
    public String toString() {
        return "Credentials[" + admitted.size() + "]";
    }
}
