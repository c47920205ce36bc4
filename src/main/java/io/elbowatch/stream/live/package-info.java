/**
 * What the live page shows, read from the output topics of the whole group. Nothing is read, and nothing kept, while nobody watches.
 * Kafka stays inside: watchers see a {@link io.elbowatch.stream.live.Journal} and pictures.
 */
package io.elbowatch.stream.live;
