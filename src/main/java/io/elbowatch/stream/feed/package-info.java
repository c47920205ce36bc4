/**
 * Sends sets of images into a topic. {@link io.elbowatch.stream.feed.Feeder} sends and counts,
 * {@link io.elbowatch.stream.feed.Pace} sets the rate, {@link io.elbowatch.stream.feed.FeedClients} connects.
 */
package io.elbowatch.stream.feed;
