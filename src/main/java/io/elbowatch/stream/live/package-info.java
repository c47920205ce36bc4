/**
 * What the live page shows, read from the output topics of the whole group. Nothing is read or kept while there is no
 * watcher. Watchers use a {@link io.elbowatch.stream.live.Journal} and pictures, and nothing of Kafka.
 */
package io.elbowatch.stream.live;
