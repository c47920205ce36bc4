package io.elbowatch.web;

import io.elbowatch.web.api.Author;
import io.elbowatch.web.api.JsonAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The filter before all handlers: a request must be a GET or HEAD without a body, or a POST below {@code /api/} that the
 * {@link WriteGate} admits; it must name a host that is served, and be authorized. Health needs no credentials: an
 * orchestrator's probe has none, and the answer contains no secret.
 */
final class Gate extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> HEALTH = Set.of("/health/live", "/health/ready");
    /** Half a year, in seconds as in RFC 6797. */
    private static final String STRICT_TRANSPORT = "max-age=15768000";
    /**
     * The names of this machine in a browser. A page of another site can make its own name resolve to the loopback
     * address, but cannot use these names.
     */
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(.+\\.)?localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]", Pattern.CASE_INSENSITIVE);

    /** What a proxy adds: whoever sends such a request is not known to be on this machine. */
    private static final List<String> FORWARDED =
            List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

    /** Javalin would take this for the method of the request, after the gate has looked at the real one. */
    private static final String OTHER_METHOD = "X-HTTP-Method-Override";

    /** Javalin looks for web sockets by it, and makes a session for each such request. */
    private static final String WEB_SOCKET = "Sec-WebSocket-Key";

    private final transient HttpAccess access;
    private final transient WriteGate writing = new WriteGate(System::nanoTime);
    private final boolean checkHost;
    private final boolean forThisMachine;

    Gate(HttpSettings settings) {
        access = settings.access();
        forThisMachine = settings.isForThisMachineAlone();
        checkHost = forThisMachine && access.credentials().isEmpty() && !access.insecure();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SecurityHeaders.ALL.forEach(response::setHeader);
        if (access.tls().isPresent()) {
            response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT);
        }
        boolean writes =
                request.getMethod().equals("POST") && request.getRequestURI().startsWith(WriteGate.PREFIX);
        if (request.getHeader(OTHER_METHOD) != null || !writes && !READING.contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD");
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        } else if (!writes && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null)) {
            refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "a request has no body here\n");
        } else if (request.getHeader(WEB_SOCKET) != null) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, "there are no web sockets here\n");
        } else if (checkHost && !isOfThisMachine(request)) {
            refuse(
                    response,
                    421, // misdirected request, RFC 9110 section 15.5.20
                    "this is served to its own machine, by its address or as localhost; with http.password,"
                            + " http.users or http.token set it is served by any name\n");
        } else if (!mayRead(request)) {
            response.setHeader("WWW-Authenticate", Credentials.CHALLENGE);
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "who are you?\n");
        } else {
            Optional<String> author = author(request);
            author.ifPresent(name -> Author.set(request, name));
            if (writes) {
                write(request, response, author, chain);
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    private void write(
            HttpServletRequest request, HttpServletResponse response, Optional<String> author, FilterChain chain)
            throws IOException, ServletException {
        Optional<WriteGate.Refused> refused = writing.refused(request, author);
        if (refused.isEmpty() && !writing.enter()) {
            refused = Optional.of(new WriteGate.Refused(503, "others are writing", "try again in a second"));
        }
        if (refused.isPresent()) {
            refuse(response, refused.get());
            return;
        }
        try {
            writing.readBody(request);
            chain.doFilter(request, response);
        } finally {
            writing.leave();
        }
    }

    private boolean mayRead(HttpServletRequest request) {
        return HEALTH.contains(request.getRequestURI())
                || access.credentials().isEmpty()
                || login(request).isPresent();
    }

    /** Who writes if the request is let in; empty for somebody who may only read. */
    private Optional<String> author(HttpServletRequest request) {
        if (access.credentials().isPresent()) {
            return login(request);
        }
        boolean local = forThisMachine
                && isOfThisMachine(request)
                && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null);
        return local ? Optional.of(Author.LOCAL) : Optional.empty();
    }

    private Optional<String> login(HttpServletRequest request) {
        return access.credentials().flatMap(credentials -> credentials.admit(request.getHeader("Authorization")));
    }

    private static boolean isOfThisMachine(HttpServletRequest request) {
        return THIS_MACHINE.matcher(request.getServerName()).matches();
    }

    private static void refuse(HttpServletResponse response, WriteGate.Refused refused) throws IOException {
        if (refused.status() == 429 || refused.status() == 503) {
            response.setHeader("Retry-After", "1");
        }
        response.setStatus(refused.status());
        response.setContentType(JsonAnswer.TYPE);
        response.getOutputStream().write(JsonAnswer.refusal(refused.problem(), refused.remedy()));
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType(WebServer.PLAIN);
        response.getOutputStream().write(why.getBytes(UTF_8));
    }
}
