/**
 * Traces by OpenTelemetry: spans of images, batches, models and commits, sent by OTLP. docs/traces.md says what they
 * hold.
 */
package io.elbowatch.traces;
