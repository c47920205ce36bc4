package io.elbowatch.lab.bench.throughput;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The position of an image's record, for code outside of Kafka Streams that writes score records. */
record RecordPosition(String topic, int partition, long offset) implements RecordMetadata {}
