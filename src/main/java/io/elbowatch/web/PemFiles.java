package io.elbowatch.web;

import io.elbowatch.core.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads a certificate and a key from PEM files into key stores in memory. Refusals quote nothing of a file's
 * content.
 */
final class PemFiles {
    /** The label and the base64 text of RFC 7468, section 10. */
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final String MEND_KEY =
            "give the key in PKCS#8 and not encrypted: openssl pkcs8 -topk8 -nodes -in KEY -out http.tls.key";
    static final char[] IN_MEMORY = {};

    private PemFiles() {}

    /** For a server: its key and its certificate chain. @throws Refusal naming the file */
    static KeyStore identity(TlsFiles files) {
        X509Certificate[] chain = certificates(files.certificate()).toArray(X509Certificate[]::new);
        PrivateKey key = key(files.key());
        try {
            chain[0].checkValidity();
            if (!belong(chain[0].getPublicKey(), key)) {
                throw new Refusal(
                        "the key " + files.key() + " is not that of the certificate " + files.certificate(),
                        "give the certificate's own key, and the server's certificate before those that signed it");
            }
            KeyStore store = empty();
            store.setKeyEntry("server", key, IN_MEMORY, chain);
            return store;
        } catch (CertificateExpiredException e) {
            throw new Refusal(
                    "the certificate " + files.certificate() + " has expired on " + chain[0].getNotAfter(),
                    "renew it",
                    e);
        } catch (GeneralSecurityException | IOException e) {
            throw new Refusal(
                    "the certificate " + files.certificate() + " cannot be served with the key " + files.key() + ": "
                            + e.getMessage(),
                    "give the certificate of that key, and a date that lies within its time",
                    e);
        }
    }

    /** For a client that trusts this server only. @throws Refusal naming the file */
    static KeyStore trust(Path certificate) {
        try {
            KeyStore store = empty();
            store.setCertificateEntry("server", certificates(certificate).get(0));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has PKCS12", e);
        }
    }

    /** Signs with the key and verifies with the certificate. */
    private static boolean belong(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
            return false;
        }
        byte[] text = {1};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        return signature.verify(signed);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes("http.tls.certificate", file)));
            if (!found.isEmpty()) {
                return found.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException e) {
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    private static Refusal unreadable(Path file, Exception cause) {
        return new Refusal(
                "http.tls.certificate: there is no certificate in " + file,
                "give a file in PEM, the server's certificate first",
                cause);
    }

    private static PrivateKey key(Path file) {
        Matcher pem = PKCS8.matcher(new String(bytes("http.tls.key", file), US_ASCII));
        if (!pem.find()) {
            throw new Refusal("http.tls.key: there is no private key of PKCS#8 in " + file, MEND_KEY);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // the key has another algorithm
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new Refusal("http.tls.key: the private key in " + file + " is none of " + ALGORITHMS, MEND_KEY);
    }

    private static byte[] bytes(String key, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(
                    key + ": the file " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    "give a file that this user may read",
                    e);
        }
    }
}
