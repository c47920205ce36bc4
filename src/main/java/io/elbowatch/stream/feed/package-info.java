/**
 * Sends sets of images into a topic. {@link io.elbowatch.stream.feed.Feeder} sends and counts,
 * {@link io.elbowatch.stream.feed.Pace} says when, {@link io.elbowatch.stream.feed.FeedClients} connects.
 */
package io.elbowatch.stream.feed;
