/**
 * The stream. {@link io.elbowatch.stream.ScoringTopology} draws the flow, {@link io.elbowatch.stream.ScoringApplication} runs
 * it; every image that enters leaves exactly once, to scores or to rejected.
 */
package io.elbowatch.stream;
