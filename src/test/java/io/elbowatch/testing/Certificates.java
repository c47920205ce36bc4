package io.elbowatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.tls.HeldCertificate;

/** An authority of a test's own, and what it signs; everything in PEM. */
public final class Certificates {
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final AtomicInteger AUTHORITIES = new AtomicInteger();

    private final HeldCertificate authority = built(new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("authority " + AUTHORITIES.incrementAndGet()));

    /**
     * A certificate with its key.
     *
     * @param certificate PEM
     * @param key PEM, PKCS#8
     */
    public record Identity(String certificate, String key) {

        public Path certificateFile(Path folder) {
            return written(folder.resolve("certificate.pem"), certificate);
        }

        public Path keyFile(Path folder) {
            return written(folder.resolve("key.pem"), key);
        }

        private static Path written(Path file, String text) {
            try {
                return Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The authority's own certificate, PEM. */
    public String authority() {
        return authority.certificatePem();
    }

    /** For a server of these names or addresses, or for a client. */
    public Identity issue(String commonName, String... names) {
        return signed(new HeldCertificate.Builder(), commonName, names);
    }

    /** As above, of yesterday. */
    public Identity expired(String commonName, String... names) {
        long now = System.currentTimeMillis();
        return signed(
                new HeldCertificate.Builder().validityInterval(now - 2 * DAY_MILLIS, now - DAY_MILLIS),
                commonName,
                names);
    }

    /** OkHttp writes dates with the digits of the default locale. */
    private static HeldCertificate built(HeldCertificate.Builder builder) {
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            return builder.build();
        } finally {
            Locale.setDefault(locale);
        }
    }

    private Identity signed(HeldCertificate.Builder builder, String commonName, String... names) {
        for (String name : names) {
            builder.addSubjectAlternativeName(name);
        }
        HeldCertificate signed = built(builder.commonName(commonName).signedBy(authority));
        return new Identity(signed.certificatePem(), signed.privateKeyPkcs8Pem());
    }
}
