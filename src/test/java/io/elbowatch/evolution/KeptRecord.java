package io.elbowatch.evolution;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A record of an earlier version, byte for byte.
 *
 * @param text its value if that is JSON, so that it is readable
 * @param bytes its value otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeptRecord(String topic, String key, Map<String, String> headers, String text, byte[] bytes) {
    static final String CHANGELOG = "changelog";
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] value() {
        return text == null ? bytes : text.getBytes(UTF_8);
    }

    /** All records of a file, one a line. */
    static List<KeptRecord> read(Path file) throws IOException {
        List<KeptRecord> records = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            records.add(JSON.readValue(line, new TypeReference<>() {}));
        }
        return records;
    }

    /** A few records of every topic except the evidence. */
    static void write(Path file, Records records, String changelog) throws IOException {
        List<KeptRecord> kept = new ArrayList<>();
        kept.addAll(first(2, "scores", records, value -> true));
        kept.addAll(first(2, "anomalies", records, value -> value.contains("\"places\":[{")));
        kept.addAll(first(1, "anomalies", records, value -> !value.contains("\"evidence\"")));
        kept.addAll(first(2, "incidents", records, value -> value.contains("\"opened\"")));
        kept.addAll(first(2, "incidents", records, value -> value.contains("\"closed\"")));
        kept.addAll(first(1, "rejected", records, value -> true));
        List<KeptRecord> states = records.readAll(List.of(changelog)).stream()
                .map(record -> of(CHANGELOG, record))
                .toList();
        List<String> flags = new ArrayList<>();
        for (KeptRecord state : states) { // the first of every combination of flags
            String flag = Arrays.toString(Arrays.copyOf(state.bytes(), 2));
            if (!flags.contains(flag)) {
                flags.add(flag);
                kept.add(state);
            }
        }
        List<String> lines = new ArrayList<>();
        for (KeptRecord record : kept) {
            lines.add(JSON.writeValueAsString(record));
        }
        Files.write(file, lines);
    }

    private static List<KeptRecord> first(int count, String topic, Records records, Predicate<String> fitting) {
        return records.readAll(List.of(topic)).stream()
                .filter(record -> fitting.test(new String(record.value(), UTF_8)))
                .limit(count)
                .map(record -> of(topic, record))
                .toList();
    }

    private static KeptRecord of(String topic, ConsumerRecord<byte[], byte[]> record) {
        boolean json = record.value().length > 0 && record.value()[0] == '{';
        return new KeptRecord(
                topic,
                new String(record.key(), UTF_8),
                headers(record),
                json ? new String(record.value(), UTF_8) : null,
                json ? null : record.value());
    }

    /** The headers of a record as text. */
    static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
