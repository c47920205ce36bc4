package io.elbowatch.stream;

import com.sun.net.httpserver.HttpServer;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import io.elbowatch.stream.replay.TopicBounds;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** All forms of input at once, a topic for each, hostile values among them, with a real broker and a registry's answers. */
class InputAdaptersIT {
    private static final byte[] IMAGE = {1, 2, 3, 4};
    private static final String BASE64 = Base64.getEncoder().encodeToString(IMAGE);
    private static final Schema SCHEMA = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"Frame\",\"fields\":["
                    + "{\"name\":\"camera\",\"type\":\"string\"},{\"name\":\"image\",\"type\":\"bytes\"}]}");
    private static final Topics TOPICS = Topics.DEFAULT.withInputs(List.of("images", "text", "json", "events", "avro"));

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();

    @Test
    void shouldScoreTheImagesOfAllFormsAndRejectTheRest() throws Exception {
        TOPICS.inputs().stream().skip(1).forEach(topic -> broker.createTopic(topic, 1));
        HttpServer registry = registry();
        try {
            List<ProducerRecord<byte[], byte[]>> all = input();
            send(all);
            TestStream stream = broker.stream("adapters").over(TOPICS).reading(rules(registry));
            List<ConsumerRecord<byte[], byte[]>> out;
            try (ScoringApplication application = stream.start()) {
                out = records.readUntil(
                        List.of("scores", "rejected"), Duration.ofSeconds(60), found -> found.size() >= all.size());
                assertThat(application.endedBy()).isEmpty();
            }
            assertThat(sources(out))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "images-0",
                            "c0",
                            "text-0",
                            "text-0",
                            "json-0",
                            "c2",
                            "json-1",
                            "c2",
                            "events-0",
                            "c3",
                            "events-1",
                            "c4",
                            "avro-0",
                            "c5"));
            assertThat(reasons(out))
                    .containsExactly(
                            "avro-1 unknown_schema",
                            "avro-2 bad_envelope",
                            "events-2 bad_envelope",
                            "json-2 bad_envelope",
                            "json-3 too_many_bytes",
                            "json-4 bad_envelope",
                            "json-5 null_value",
                            "text-1 no_image");
            assertThat(out).hasSize(all.size());
            assertThat(replayed(stream))
                    .containsExactly("c2 4", "c2 4", "bad_envelope", "too_many_bytes", "bad_envelope", "null_value");
        } finally {
            registry.stop(0);
        }
    }

    private static IntakeSettings rules(HttpServer registry) {
        return new IntakeSettings(
                IntakeRules.RAW,
                Map.of(
                        "images", of(IntakeFormat.RAW, "header:camera"),
                        "text", of(IntakeFormat.BASE64, "key or topic-partition"),
                        "json", of(IntakeFormat.JSON, "/camera"),
                        "events", IntakeRules.of(IntakeFormat.CLOUDEVENTS),
                        "avro", of(IntakeFormat.AVRO, "/camera")),
                16 << 20,
                Optional.of(new RegistrySettings(
                        URI.create("http://127.0.0.1:" + registry.getAddress().getPort()),
                        Optional.empty(),
                        Optional.empty())));
    }

    private static IntakeRules of(IntakeFormat format, String source) {
        IntakeRules usual = IntakeRules.of(format);
        return new IntakeRules(
                format,
                usual.image(),
                Places.parse(source),
                usual.id(),
                usual.timestamp(),
                usual.contentType(),
                usual.reference(),
                usual.hash());
    }

    private static List<ProducerRecord<byte[], byte[]>> input() throws IOException {
        byte[] avro = avro();
        byte[] unknown = avro.clone();
        unknown[4] = 8;
        byte[] invalid = ("{\"image\":\"" + BASE64 + "\",\"x\":\"?\"}").getBytes(UTF_8);
        invalid[invalid.length - 3] = (byte) 0xc3;
        String large = Base64.getEncoder().encodeToString(new byte[(16 << 20) + 3]);
        return List.of(
                record("images", IMAGE, "camera", "c0"),
                record("text", BASE64.getBytes(UTF_8)),
                record("text", "<html>".getBytes(UTF_8)),
                record("json", ("{\"camera\":\"c2\",\"image\":\"" + BASE64 + "\"}").getBytes(UTF_8)),
                record(
                        "json",
                        ("\0\0\0\0\1{\"camera\":\"c2\",\"image\":\"data:image/x-raw;base64," + BASE64 + "\"}")
                                .getBytes(UTF_8)),
                record("json", ("[".repeat(10_000) + "]".repeat(10_000)).getBytes(UTF_8)),
                record("json", ("{\"image\":\"" + large + "\"}").getBytes(UTF_8)),
                record("json", invalid),
                record("json", null),
                record("events", IMAGE, "ce_specversion", "1.0", "ce_source", "c3", "content-type", "image/x-raw"),
                record(
                        "events",
                        ("{\"specversion\":\"1.0\",\"source\":\"c4\",\"data_base64\":\"" + BASE64 + "\"}")
                                .getBytes(UTF_8),
                        "content-type",
                        "application/cloudevents+json"),
                record("events", IMAGE),
                record("avro", avro),
                record("avro", unknown),
                record("avro", new byte[] {0, 0, 0, 0, 7, 1}));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] value, String... headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, value);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return record;
    }

    private static byte[] avro() throws IOException {
        GenericData.Record frame = new GenericData.Record(SCHEMA);
        frame.put("camera", "c5");
        frame.put("image", ByteBuffer.wrap(IMAGE));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 0, 7});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(SCHEMA).write(frame, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static HttpServer registry() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/schemas/ids/", exchange -> {
            boolean known = exchange.getRequestURI().getPath().endsWith("/7");
            byte[] body = (known
                            ? "{\"schema\":" + new com.fasterxml.jackson.databind.node.TextNode(SCHEMA.toString()) + "}"
                            : "{\"error_code\":40403,\"message\":\"Schema not found\"}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void send(List<ProducerRecord<byte[], byte[]>> all) throws Exception {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                32 << 20,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L << 20,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip",
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : all) {
                producer.send(record).get();
            }
        }
    }

    /** The key of each score by its image. */
    private static Map<String, String> sources(List<ConsumerRecord<byte[], byte[]>> out) {
        Map<String, String> sources = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : out) {
            if (record.topic().equals("scores")) {
                sources.put(
                        Records.json(record).at("/image/topic").asText() + "-"
                                + Records.json(record).at("/image/offset").asText(),
                        new String(record.key(), UTF_8));
            }
        }
        return sources;
    }

    private static TreeSet<String> reasons(List<ConsumerRecord<byte[], byte[]>> out) {
        TreeSet<String> reasons = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> record : out) {
            if (record.topic().equals("rejected")) {
                reasons.add(Records.header(record, "elbowatch-topic") + "-"
                        + Records.header(record, "elbowatch-offset") + " "
                        + Records.header(record, "elbowatch-reason"));
            }
        }
        return reasons;
    }

    /** What commands that read a range find in the topic of JSON. */
    private static List<String> replayed(TestStream stream) {
        List<String> found = new ArrayList<>();
        try (RangeReader range = RangeReader.openImages(stream.settings(), "json", TopicBounds.ALL)) {
            range.read(record -> found.add(line(record)), passed -> {});
        }
        return found;
    }

    private static String line(RangeRecord record) {
        return record.refused()
                .map(refused -> refused.reason().label())
                .orElseGet(() -> record.source().orElse("") + " " + record.value().length);
    }
}
