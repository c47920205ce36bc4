package io.elbowatch.lab.soak;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A client that sends records to the topic of images: those of a partition in order, each once, for as long as it takes. */
interface ImageSender extends AutoCloseable {

    /** Sends a record. @param done is called when the broker has it, or with the reason why it never will */
    void send(ProducerRecord<byte[], byte[]> record, Consumer<Optional<Throwable>> done);

    /** Waits until every record is done. */
    void flush() throws InterruptedException;

    /** Ends at once. */
    @Override
    void close();
}
