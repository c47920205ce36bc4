package io.elbowatch.stream.webhook;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The signature of the Standard Webhooks specification (standardwebhooks.com, version v1): HMAC-SHA256 over id, time
 * and body. A secret that begins with {@value #PREFIX} is Base64 after it; another one is taken as it is.
 */
final class Signature {
    static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    /** @throws IllegalArgumentException if it is no Base64 where it must be */
    Signature(String secret) {
        key = secret.startsWith(PREFIX)
                ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                : secret.getBytes(UTF_8);
    }

    /** The length of the key. */
    int bytes() {
        return key.length;
    }

    /** The value of the header {@code webhook-signature}. */
    String of(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
