/**
 * Images by reference: a record names where its image is (claim check). {@link io.elbowatch.stream.reference.HeldRecords}
 * stands between Kafka Streams and its consumer: it holds back the records of a partition from the first one on whose object
 * is not here, so that nothing behind it is processed or committed, while Kafka Streams goes on polling. {@link
 * io.elbowatch.stream.reference.References} fetches beside the stream. Nothing is cached.
 */
package io.elbowatch.stream.reference;
