package io.elbowatch.stream;

import io.elbowatch.lab.board.Picture;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.TestBroker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images of one megabyte come faster than the model scores them, and the heap holds less than half of their bytes: they
 * wait in Kafka. With fetches of 320 MB instead of Kafka's 1 MB the same process ends with an {@code OutOfMemoryError}.
 */
class BackPressureIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int IMAGES = 160;
    private static final int IMAGE_BYTES = 1_000_000;
    private static final int SIGNATURE_AND_HEADER_BYTES = 8 + 25;

    @TempDir
    private Path folder;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    @Test
    void shouldLeaveImagesInKafkaUntilTheModelHasTime() {
        broker.records().send("images", "camera-1", Collections.nCopies(IMAGES, image()));
        try (Program scorer = start()) {
            assertThat(scorer.awaitExit(TIMEOUT)).as(scorer.output()).isZero();

            long most = Long.parseLong(scorer.output().replaceAll("(?s).*most_waiting_bytes=(\\d+).*", "$1"));
            assertThat(most).isBetween(SlowScorer.BATCH_BYTES - IMAGE_BYTES, SlowScorer.BATCH_BYTES + IMAGE_BYTES);
            // Images that are not read before the end stay in Kafka.
            assertThat(broker.records().readAll(List.of("scores")))
                    .hasSizeGreaterThanOrEqualTo(IMAGES - (int) (SlowScorer.BATCH_BYTES / IMAGE_BYTES));
        }
    }

    private Program start() {
        return Program.start(
                folder.resolve("scorer.log"),
                Path.of("").toAbsolutePath(),
                Map.of(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        SlowScorer.class.getName(),
                        broker.bootstrapServers(),
                        Integer.toString(IMAGES)));
    }

    /** Four pixels and a large private chunk: the image costs memory and next to no time. */
    private static byte[] image() {
        byte[] png = new Picture(2, 2, new byte[] {90, 100, 110, 120}).png();
        int fill = IMAGE_BYTES - png.length - 12;
        ByteBuffer filled = ByteBuffer.allocate(IMAGE_BYTES).put(png, 0, SIGNATURE_AND_HEADER_BYTES);
        byte[] chunk = new byte[4 + fill];
        System.arraycopy("fiLl".getBytes(US_ASCII), 0, chunk, 0, 4);
        CRC32 sum = new CRC32();
        sum.update(chunk);
        filled.putInt(fill).put(chunk).putInt((int) sum.getValue());
        return filled.put(png, SIGNATURE_AND_HEADER_BYTES, png.length - SIGNATURE_AND_HEADER_BYTES)
                .array();
    }
}
