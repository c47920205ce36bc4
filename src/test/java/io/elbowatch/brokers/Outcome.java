package io.elbowatch.brokers;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.testing.Records;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What became of numbered images.
 *
 * @param images that entered
 * @param rejected records of images that cannot be decoded
 * @param lost images without a record
 * @param doubled records beyond the first of an image
 * @param disordered scores that came after one of a later image of their source
 * @param differing scores other than the model's, and records in the wrong topic
 */
record Outcome(int images, int rejected, int lost, int doubled, int disordered, int differing) {

    /** Reads what a reader of committed records sees. */
    static Outcome of(int images, Records records, ModelAlone alone) {
        BitSet seen = new BitSet();
        Map<String, Integer> last = new HashMap<>(); // number by source
        int doubled = 0;
        int disordered = 0;
        int differing = 0;
        int rejected = 0;
        for (ConsumerRecord<byte[], byte[]> record : records.readAll(List.of("scores", "rejected"))) {
            int number = Integer.parseInt(Records.header(record, NumberedLoad.NUMBER));
            doubled += seen.get(number) ? 1 : 0;
            seen.set(number);
            if (record.topic().equals("rejected")) {
                rejected++;
                differing += ModelAlone.isBroken(number) ? 0 : 1;
            } else {
                JsonNode score = Records.json(record);
                differing += alone.isScoreOf(number, score) ? 0 : 1;
                Integer before = last.put(new String(record.key(), UTF_8), number);
                disordered += before != null && before > number ? 1 : 0;
            }
        }
        return new Outcome(images, rejected, images - seen.cardinality(), doubled, disordered, differing);
    }

    boolean isExactlyOnce() {
        return lost == 0 && doubled == 0 && disordered == 0 && differing == 0;
    }
}
