package io.elbowatch.web;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;

/** Translates an exception of Jetty's start into a refusal that names the address, the reason and the remedy. */
final class BindFailure {
    private BindFailure() {}

    static Refusal of(HttpSettings settings, Exception failure) {
        Throwable root = Causes.root(failure);
        return new Refusal(
                "cannot serve HTTP on " + settings.host() + " port " + settings.port() + ": " + reason(root),
                remedy(root),
                failure);
    }

    private static String reason(Throwable root) {
        if (root instanceof UnresolvedAddressException) {
            return "no such host";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static String remedy(Throwable root) {
        if (root instanceof UnresolvedAddressException) {
            return "set http.host to an address of this machine, 127.0.0.1 for this machine alone";
        }
        if (root instanceof BindException && reason(root).contains("in use")) {
            return "stop what listens there, or set http.port to another port (0 takes any that is free)";
        }
        if (reason(root).contains("Permission denied")) {
            return "set http.port to 1024 or above";
        }
        return "set http.host to an address of this machine and http.port to a free port";
    }
}
