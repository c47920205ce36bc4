/** What is checked in the cluster before the stream starts: topics, rights, the changelog. {@link io.elbowatch.stream.preflight.TopicCheck} is the way in. */
package io.elbowatch.stream.preflight;
