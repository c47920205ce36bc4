package io.elbowatch.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The control: the same flow with images parked in a plain field, as one would write it first. It flushes in close(), which
 * looks right and comes too late.
 */
final class NaiveInstance implements Soak.Instance {
    private final KafkaStreams streams;

    NaiveInstance(String bootstrapServers, int number) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "naive");
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, "naive-" + number);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
        streams = new KafkaStreams(
                new Topology()
                        .addSource("images", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "images")
                        .addProcessor("naive", NaiveProcessor::new, "images")
                        .addSink("scores", "scores", new ByteArraySerializer(), new ByteArraySerializer(), "naive"),
                properties);
        streams.setUncaughtExceptionHandler(
                e -> org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse
                        .REPLACE_THREAD);
        streams.start();
    }

    @Override
    public void injectThrow(Random random) {
        throw new UnsupportedOperationException("closes alone make it lose images");
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private static final class NaiveProcessor implements Processor<byte[], byte[], byte[], byte[]> {
        private final List<Record<byte[], byte[]>> waiting = new ArrayList<>();
        private ProcessorContext<byte[], byte[]> context;

        @Override
        public void init(ProcessorContext<byte[], byte[]> processorContext) {
            context = processorContext;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            RecordMetadata from = context.recordMetadata().orElseThrow();
            String json = "{\"image\":{\"partition\":%d,\"offset\":%d}}".formatted(from.partition(), from.offset());
            waiting.add(record.withValue(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            if (waiting.size() >= 32) {
                flush();
            }
        }

        @Override
        public void close() {
            try {
                flush();
            } catch (RuntimeException e) {
                waiting.clear();
            }
        }

        private void flush() {
            waiting.forEach(context::forward);
            waiting.clear();
        }
    }
}
