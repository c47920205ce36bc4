package io.elbowatch.stream;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** Follows the state of every source. */
final class TrackProcessor implements Processor<byte[], SourceImage, byte[], byte[]> {

    @Override
    public void process(Record<byte[], SourceImage> record) {}
}
