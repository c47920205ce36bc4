/**
 * Metrics, health and the live page over HTTP. It asks {@link io.elbowatch.web.Exposition} for the metrics, a supplier of
 * {@link io.elbowatch.web.Health} for the health and a {@link io.elbowatch.stream.live.LiveView} for what goes on: the web knows neither
 * Kafka nor the meters.
 */
package io.elbowatch.web;
