/**
 * The checks of the cluster before the stream starts: topics, rights, the changelog. The entry point is
 * {@link io.elbowatch.stream.preflight.TopicCheck}.
 */
package io.elbowatch.stream.preflight;
