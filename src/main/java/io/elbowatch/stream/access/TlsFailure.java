package io.elbowatch.stream.access;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Translates a failed TLS handshake: names the faulty certificate, the broker's or the client's, and the fault. */
final class TlsFailure {
    private static final String ALERT = "fatal alert: ";

    private TlsFailure() {}

    /** @param cannot begins the sentence: "cannot ...: " */
    static Refusal refusal(String cannot, Throwable failure) {
        Throwable root = Causes.root(failure);
        String reason = String.valueOf(root.getMessage());
        if (root instanceof CertificateExpiredException) {
            return new Refusal(cannot + "the broker's certificate has expired: " + reason, "have it renewed", failure);
        }
        if (root instanceof CertificateNotYetValidException) {
            return new Refusal(
                    cannot + "the broker's certificate is not valid yet: " + reason,
                    "check this machine's clock",
                    failure);
        }
        if (root instanceof SignatureException
                || reason.contains("valid certification path")
                || reason.contains("trust anchors")) {
            return new Refusal(
                    cannot + "the broker's certificate is signed by nobody that is trusted here",
                    "trust the certificate of its signer: kafka.ssl.truststore.type = PEM and"
                            + " kafka.ssl.truststore.location = FILE",
                    failure);
        }
        if (reason.contains("No subject alternative") || reason.contains("No name matching")) {
            return new Refusal(
                    cannot + "the broker's certificate is of another host: " + reason,
                    "name the broker in kafka.bootstrap.servers as its certificate does, or issue it one for that name",
                    failure);
        }
        if (reason.contains(ALERT)) {
            return new Refusal(
                    cannot + "the broker refused this client's certificate: "
                            + reason.substring(reason.indexOf(ALERT) + ALERT.length()),
                    "set kafka.ssl.keystore.location to one that the broker trusts and that has not expired",
                    failure);
        }
        return new Refusal(
                cannot + "the TLS handshake failed: " + reason,
                "check kafka.security.protocol, kafka.ssl.truststore.location and the broker's certificate",
                failure);
    }
}
