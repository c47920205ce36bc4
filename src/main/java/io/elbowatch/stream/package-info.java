/**
 * The stream: {@link io.elbowatch.stream.ScoringApplication} checks the cluster, builds the topology of
 * {@code stream.flow}, runs it and watches it. Every image that enters leaves exactly once, to scores or to rejected.
 */
package io.elbowatch.stream;
