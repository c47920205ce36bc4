package io.elbowatch.stream.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where incidents are told. The address is https, or http to this machine, unless insecure addresses are allowed.
 *
 * @param url of the receiver
 * @param secret with which bodies are signed; empty for no signature
 * @param timeout of one try
 * @param giveUp how long an event is tried before it is left out
 */
public record WebhookSettings(URI url, Optional<String> secret, Duration timeout, Duration giveUp) {
    public static final int MIN_SECRET = 16;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    public WebhookSettings {
        if (!isAddress(url)) {
            throw new IllegalArgumentException("the webhook needs an http or https address with a host and no user");
        }
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(giveUp, "giveUp");
    }

    /** Whether it is an http or https address with a host, and without a user and a fragment. */
    public static boolean isAddress(URI url) {
        return url.getScheme() != null
                && (url.getScheme().equals("https") || url.getScheme().equals("http"))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getFragment() == null;
    }

    /** Whether bodies can be signed with it. */
    public static boolean isSecret(String secret) {
        try {
            return new Signature(secret).bytes() >= MIN_SECRET / 2;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether others on the network can neither read nor change what is sent there. */
    public static boolean isSecure(URI url) {
        return url.getScheme().equals("https")
                || LOOPBACK.matcher(url.getHost()).matches();
    }

    /** The receiver for logs: the path may be a secret. */
    String receiver() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** Without the secret and the path. */
    @Override
    public String toString() {
        return "WebhookSettings[" + receiver() + ", signed=" + secret.isPresent() + "]";
    }
}
