/**
 * Pictures of anomalous images and values of rejected records in a store, outside of Kafka: their records on the topics have
 * the address in place of the bytes. {@code Storage} writes them beside the stream, and says when the store is away.
 */
package io.elbowatch.stream.storage;
