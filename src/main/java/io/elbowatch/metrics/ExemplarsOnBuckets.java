package io.elbowatch.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import java.util.Properties;

/**
 * Micrometer's configuration but for one thing: it would write exemplars to {@code _count} too, and a Prometheus before
 * 3 refuses the whole scrape for that ("does not support exemplars", seen with 2.42).
 */
final class ExemplarsOnBuckets implements PrometheusConfig {

    @Override
    public String get(String key) {
        return null;
    }

    @Override
    public Properties prometheusProperties() {
        return new Properties();
    }
}
