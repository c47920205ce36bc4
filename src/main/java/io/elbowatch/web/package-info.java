/**
 * Metrics, health and the live page over HTTP. {@link io.elbowatch.web.Exposition} provides the metrics, a supplier
 * of {@link io.elbowatch.web.Health} the health, and a {@link io.elbowatch.stream.live.LiveView} the content of the
 * page: the package knows neither Kafka nor the meters.
 */
package io.elbowatch.web;
