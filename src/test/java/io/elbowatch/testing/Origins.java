package io.elbowatch.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The images of records as {@code partition/offset} in the images topic, which is unique for each image. */
public final class Origins {
    private Origins() {}

    /** The images that entered. */
    public static List<String> entered(Records records) {
        return records.readAll(List.of("images")).stream()
                .map(record -> record.partition() + "/" + record.offset())
                .toList();
    }

    /** The images of records of {@code scores} and {@code rejected}. */
    public static List<String> of(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(Origins::of).toList();
    }

    private static String of(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals("rejected")) {
            return Records.header(record, "elbowatch-partition") + "/" + Records.header(record, "elbowatch-offset");
        }
        JsonNode image = Records.json(record).get("image");
        return image.get("partition") + "/" + image.get("offset");
    }
}
