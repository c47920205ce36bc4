package io.elbowatch.stream.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the schemas of Avro records are kept. Printing them shows no secret.
 *
 * @param url http or https address with a host, below which the paths of Confluent's API lie, without user, query and fragment
 * @param user for Basic authentication; empty for none
 * @param password of the user
 */
public record RegistrySettings(URI url, Optional<String> user, Optional<String> password) {

    public RegistrySettings {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (!isAddress(url)) {
            throw new IllegalArgumentException("no address of a registry");
        }
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("user and password belong together");
        }
    }

    /** Whether a registry can have this address. */
    public static boolean isAddress(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    @Override
    public String toString() {
        return "RegistrySettings[url=" + url + ", user=" + user + "]";
    }
}
