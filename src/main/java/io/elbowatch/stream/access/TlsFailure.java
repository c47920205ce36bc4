package io.elbowatch.stream.access;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Says of a TLS handshake that failed whose certificate is at fault, and in what. */
final class TlsFailure {
    private static final String ALERT = "fatal alert: ";

    private TlsFailure() {}

    /** @param what begins the sentence */
    static Refusal refusal(String what, Throwable failure) {
        Throwable root = Causes.root(failure);
        String said = String.valueOf(root.getMessage());
        if (root instanceof CertificateExpiredException) {
            return new Refusal(what + "the broker's certificate has expired: " + said, "have it renewed", failure);
        }
        if (root instanceof CertificateNotYetValidException) {
            return new Refusal(
                    what + "the broker's certificate is not valid yet: " + said, "check this machine's clock", failure);
        }
        if (root instanceof SignatureException
                || said.contains("valid certification path")
                || said.contains("trust anchors")) {
            return new Refusal(
                    what + "the broker's certificate is signed by nobody that is trusted here",
                    "give the certificate of who signed it: kafka.ssl.truststore.type = PEM and"
                            + " kafka.ssl.truststore.location = FILE",
                    failure);
        }
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            return new Refusal(
                    what + "the broker's certificate is of another host: " + said,
                    "name the broker in kafka.bootstrap.servers as its certificate does, or have one made of that name",
                    failure);
        }
        if (said.contains(ALERT)) {
            return new Refusal(
                    what + "the broker refused this client's certificate: "
                            + said.substring(said.indexOf(ALERT) + ALERT.length()),
                    "give one that the broker trusts and that has not expired, as kafka.ssl.keystore.location",
                    failure);
        }
        return new Refusal(
                what + "the TLS handshake failed: " + said,
                "check kafka.security.protocol, kafka.ssl.truststore.location and the broker's certificate",
                failure);
    }
}
