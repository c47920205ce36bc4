package io.elbowatch.web;

import io.elbowatch.web.api.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a POST must be: below {@code /api/}, of this origin, of somebody who may write and not too often, and with a small
 * body of JSON, which is read here. Nothing of the body decides who the author is.
 */
final class WriteGate {
    static final String PREFIX = "/api/";
    /** The rest of the server's threads answers probes and scrapes while these wait for a body or for Kafka. */
    private static final int AT_ONCE = 2;

    private static final long PATIENCE_MILLIS = 200;

    private final WriteRate rate;
    private final Semaphore free = new Semaphore(AT_ONCE);

    WriteGate(LongSupplier nanoTime) {
        rate = new WriteRate(nanoTime);
    }

    /** Why a request is not taken. */
    record Refused(int status, String problem, String remedy) {}

    /** What holds of the headers alone; empty if nothing is wrong. @param author empty for somebody who may only read */
    Optional<Refused> refused(HttpServletRequest request, Optional<String> author) {
        if (!isSameOrigin(request)) {
            return refuse(
                    403,
                    "the request comes from a page of another site",
                    "open the page at its own address; a program sends neither Origin nor Sec-Fetch-Site");
        }
        if (author.isEmpty()) {
            return refuse(
                    403,
                    "nobody may write here without a login",
                    "set http.password, http.users or http.token; without them only a client on this machine writes, at"
                            + " http://127.0.0.1");
        }
        if (!isJson(request.getContentType())) {
            return refuse(415, "the content type is not application/json", "send a JSON object as application/json");
        }
        if (request.getHeader("Transfer-Encoding") != null || request.getContentLengthLong() < 0) {
            return refuse(411, "the length of the body is not known", "send it with Content-Length, not in chunks");
        }
        if (request.getContentLengthLong() > JsonBody.MAX_BYTES) {
            return refuse(
                    413,
                    "the body has " + request.getContentLengthLong() + " bytes",
                    "send at most " + JsonBody.MAX_BYTES);
        }
        return rate.admit(author.get())
                ? Optional.empty()
                : refuse(
                        429,
                        author.get() + " writes more than " + WriteRate.PER_SECOND + " requests a second",
                        "send less, or let a program write to the topic itself");
    }

    /** To be called before the body is read; a success is followed by {@link #leave}. */
    boolean enter() throws IOException {
        try {
            return free.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void leave() {
        free.release();
    }

    /** Reads the body, for the handlers. A body that does not come within the time of a request closes the connection. */
    void readBody(HttpServletRequest request) throws IOException {
        Runnable arrived = Crowd.expect(request);
        try {
            JsonBody.set(request, request.getInputStream().readNBytes((int) request.getContentLengthLong()));
        } finally {
            arrived.run();
        }
    }

    /**
     * Browsers send Sec-Fetch-Site, or before 2023 at least Origin, with every POST, and no page can change them. A program
     * that sends neither carries no login of somebody else.
     */
    private static boolean isSameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return true;
        }
        int host = origin.indexOf("://");
        return host >= 0 && origin.substring(host + "://".length()).equalsIgnoreCase(request.getHeader("Host"));
    }

    /** A form of another site can send other types without asking. */
    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.toLowerCase(Locale.ROOT).replace(" ", "");
        return type.equals("application/json") || type.equals("application/json;charset=utf-8");
    }

    private static Optional<Refused> refuse(int status, String problem, String remedy) {
        return Optional.of(new Refused(status, problem, remedy));
    }
}
