package io.elbowatch.metrics;

import java.util.Locale;

/**
 * All meters at one moment, as text.
 *
 * @param contentType of the body: Prometheus text 0.0.4 or OpenMetrics 1.0.0
 * @param body the meters, in the format of the content type
 */
public record Scrape(String contentType, String body) {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /**
     * OpenMetrics where the header names it, else Prometheus text, which every reader understands. Quality values are
     * ignored: no scraper names a format that it cannot read.
     */
    static String contentType(String accept) {
        boolean open = accept != null && accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text");
        return open ? OPEN_METRICS : PROMETHEUS;
    }
}
