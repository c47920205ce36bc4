package io.elbowatch.download;

import io.elbowatch.core.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import javax.net.ssl.SSLException;

/**
 * Why a file could not be fetched, for people: the place, what happened and what to look at. Without the query of an
 * address, which may have a signature.
 */
public final class Unreachable {
    private static final int HTTPS = 443;
    private static final int MAX_MESSAGE = 120;

    private Unreachable() {}

    /** What the failure of a place says, in one line. */
    public static String detail(Place place, IOException failure) {
        return Printable.line(
                failure instanceof NoSuchFileException
                        ? "there is nothing at " + failure.getMessage()
                        : at(place, failure));
    }

    private static String at(Place place, IOException failure) {
        if (place instanceof Place.Web web) {
            return web(web.address(), failure);
        }
        return place instanceof Place.Bucket bucket
                ? "s3://" + bucket.bucket() + "/" + bucket.key() + ": " + cut(String.valueOf(failure.getMessage()))
                        + "; check region, credentials and endpoint (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL)"
                : failure instanceof NotThereException ? failure.getMessage() : failure.toString();
    }

    /** The SDK repeats the message of each place where it looked for credentials. */
    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    private static String web(URI address, IOException failure) {
        String host = address.getHost();
        String server = host + ":" + (address.getPort() < 0 ? HTTPS : address.getPort());
        if (failure instanceof UnknownHostException) {
            return "the host " + host + " has no address here: check its name, and the name server of this machine";
        }
        if (failure instanceof SocketTimeoutException) {
            return server + " does not answer in time: check that this machine may connect to it (firewall, proxy)";
        }
        if (failure instanceof ConnectException) {
            return server + " takes no connection: check that the server runs, and that this machine may connect to it"
                    + " (firewall, proxy)";
        }
        if (failure instanceof SSLException) {
            return server + " is not trusted: " + failure.getMessage()
                    + "; check its certificate, and the trusted ones of this Java (javax.net.ssl.trustStore)";
        }
        return server + ": " + (failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }
}
