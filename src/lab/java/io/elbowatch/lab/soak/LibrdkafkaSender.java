package io.elbowatch.lab.soak;

import io.elbowatch.lab.process.Guard;
import io.elbowatch.lab.process.PythonProcess;
import io.elbowatch.stream.flow.Topics;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The producer of librdkafka, idempotent, in a process of its own. Records are done in any order: they are only counted. */
final class LibrdkafkaSender implements ImageSender {
    private static final long TICK_MILLIS = 20;

    private final PythonProcess python;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile Consumer<Optional<Throwable>> last = any -> {};
    private volatile boolean closed;

    LibrdkafkaSender(String bootstrapServers, Guard guard, Path folder) {
        python = PythonProcess.start(
                guard,
                "confluent_kafka",
                LibrdkafkaSender.class,
                "produce.py",
                List.of(folder.toString(), bootstrapServers, Topics.DEFAULT.images()),
                folder.resolve("produce.log"));
        Thread thread = new Thread(this::readDone, "soak-acknowledged");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param whenDone the same for all records: it does not know which one is done */
    @Override
    public void send(ProducerRecord<byte[], byte[]> record, Consumer<Optional<Throwable>> whenDone) {
        last = whenDone;
        sent.incrementAndGet();
        try {
            DataOutputStream out = python.input();
            out.writeInt(record.partition());
            out.writeLong(record.timestamp() == null ? -1 : record.timestamp());
            write(out, record.key());
            write(out, record.value());
            Header[] headers = record.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                write(out, header.key().getBytes(US_ASCII));
                write(out, header.value());
            }
            out.flush();
        } catch (IOException e) {
            whenDone.accept(Optional.of(e));
        }
    }

    private static void write(DataOutputStream out, byte[] data) throws IOException {
        out.writeInt(data == null ? -1 : data.length);
        if (data != null) {
            out.write(data);
        }
    }

    private void readDone() {
        try (BufferedReader lines = python.process().inputReader(US_ASCII)) {
            lines.lines().forEach(line -> {
                last.accept(line.equals("ok") ? Optional.empty() : Optional.of(new IllegalStateException(line)));
                done.incrementAndGet();
            });
            if (!closed) {
                last.accept(Optional.of(new IllegalStateException("librdkafka's producer has ended")));
            }
        } catch (IOException | UncheckedIOException e) {
            if (!closed) {
                last.accept(Optional.of(e));
            }
        }
    }

    @Override
    public void flush() throws InterruptedException {
        while (done.get() < sent.get()) {
            Thread.sleep(TICK_MILLIS);
        }
    }

    @Override
    public void close() {
        closed = true;
        python.close();
    }
}
