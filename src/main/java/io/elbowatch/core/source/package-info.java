/**
 * The state of a source and the sequential test on its p-values, which opens and closes incidents. It knows no Kafka:
 * the caller keeps the state and gives the time.
 */
package io.elbowatch.core.source;
