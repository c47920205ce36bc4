/**
 * Work on many records at once without losing one: {@link io.elbowatch.stream.batch.Batching} holds records back and lets them
 * all go before Kafka Streams commits their offsets (docs/decisions/0001). Knows nothing of images.
 */
package io.elbowatch.stream.batch;
