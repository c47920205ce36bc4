package io.elbowatch.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The filter before all handlers: a request must be a GET or HEAD without a body, name a host that is served, and
 * be authorized. Health needs no credentials: an orchestrator's probe has none, and the answer contains no secret.
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

    private final transient HttpAccess access;
    private final boolean checkHost;

    Gate(HttpSettings settings) {
        access = settings.access();
        checkHost = settings.isForThisMachineAlone() && access.credentials().isEmpty() && !access.insecure();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SecurityHeaders.ALL.forEach(response::setHeader);
        if (access.tls().isPresent()) {
            response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT);
        }
        if (!READING.contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD");
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        } else if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "a request has no body here\n");
        } else if (checkHost && !THIS_MACHINE.matcher(request.getServerName()).matches()) {
            refuse(
                    response,
                    421, // misdirected request, RFC 9110 section 15.5.20
                    "this is served to its own machine, by its address or as localhost; with http.password or"
                            + " http.token set it is served by any name\n");
        } else if (!mayRead(request)) {
            response.setHeader("WWW-Authenticate", Credentials.CHALLENGE);
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "who are you?\n");
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean mayRead(HttpServletRequest request) {
        return HEALTH.contains(request.getRequestURI())
                || access.credentials()
                        .map(credentials -> credentials.admit(request.getHeader("Authorization")))
                        .orElse(true);
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType(WebServer.PLAIN);
        response.getOutputStream().write(why.getBytes(UTF_8));
    }
}
