package io.elbowatch.traces;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where spans go, and of how many images.
 *
 * @param endpoint of the receiver, without {@code /v1/traces}
 * @param sample share of the images without a trace context that are recorded, 0 to 1
 * @param headers of every request, by name; their values are secrets
 */
public record TracesSettings(URI endpoint, double sample, Map<String, String> headers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E]*[\\x21-\\x7E])?");

    public TracesSettings {
        Objects.requireNonNull(endpoint, "endpoint");
        if (!isAddress(endpoint)) {
            throw new IllegalArgumentException("no address of a receiver: " + endpoint);
        }
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("sample must lie between 0 and 1, not " + sample);
        }
        headers = Map.copyOf(headers);
    }

    /** Whether it is an http or https address with a host, without user, query and fragment. */
    public static boolean isAddress(URI address) {
        String scheme = address.getScheme();
        return scheme != null
                && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                && address.getHost() != null
                && address.getUserInfo() == null
                && address.getQuery() == null
                && address.getFragment() == null;
    }

    /** Whether headers may be sent there: others could read them on the way over plain http. */
    public static boolean keepsSecrets(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return address.getScheme().equalsIgnoreCase("https")
                || host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("[::1]");
    }

    /**
     * Reads headers.
     *
     * @param text NAME=VALUE, separated by commas or lines
     * @throws IllegalArgumentException without the text, which is secret
     */
    public static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String part : text.split("[,\\r\\n]+")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip();
            if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("a header is written as NAME=VALUE");
            }
            headers.put(name, value);
        }
        return headers;
    }

    /** The address that spans are sent to. */
    String address() {
        String base = endpoint.toString().replaceAll("/+$", "");
        return base.endsWith("/v1/traces") ? base : base + "/v1/traces";
    }

    /** Without the headers, which are secrets. */
    @Override
    public String toString() {
        return "TracesSettings[endpoint=" + endpoint + ", sample=" + sample + "]";
    }
}
