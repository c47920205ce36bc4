/**
 * Metrics, health and the front page over HTTP. It asks {@link io.elbowatch.web.Exposition} for the metrics and a supplier of
 * {@link io.elbowatch.web.Health} for the rest: the web knows neither the stream nor the meters.
 */
package io.elbowatch.web;
