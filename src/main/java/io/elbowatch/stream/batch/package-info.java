/**
 * Batching without loss. {@link io.elbowatch.stream.batch.Batching} holds records back and forwards all of them before
 * Kafka Streams commits their offsets (docs/decisions/0001). {@link io.elbowatch.stream.batch.BatchWork} is the
 * contract. The package knows nothing of images.
 */
package io.elbowatch.stream.batch;
