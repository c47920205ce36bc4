package io.elbowatch.stream.lookup;

import io.elbowatch.core.Sha256;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.reference.StoredValues;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.storage.StoreAddress;
import io.elbowatch.stream.wire.OutputOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Pictures whose records name where they are, as the page finds them. */
class StoredPictureLookupTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
    private static final long AT = 1_700_000_000_000L;

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private final TimedConsumer consumer = new TimedConsumer();

    /** @param file that the record names @param written what is there */
    private Lookup<byte[]> picture(Path file, byte[] written) throws IOException {
        if (written != null) {
            Files.write(file, written);
        }
        RecordHeaders headers = new RecordHeaders();
        headers.add("elbowatch-topic", "images".getBytes(UTF_8));
        headers.add("elbowatch-partition", "0".getBytes(UTF_8));
        headers.add("elbowatch-offset", "7".getBytes(UTF_8));
        headers.add("elbowatch-stored", ("file:" + file).getBytes(UTF_8));
        headers.add("elbowatch-stored-sha256", Sha256.hex(PNG).getBytes(UTF_8));
        headers.add("elbowatch-stored-bytes", "7".getBytes(UTF_8));
        consumer.create("evidence", 1);
        consumer.write("evidence", 0, AT, "line-1".getBytes(UTF_8), null, headers);
        StorageSettings settings = new StorageSettings(
                Optional.of(new StoreAddress("file:" + folder + "/")),
                Optional.empty(),
                1,
                Duration.ofSeconds(10),
                1 << 20);
        try (KafkaLookup lookup = KafkaLookup.of(
                Topics.DEFAULT,
                IntakeSettings.RAW,
                Optional.empty(),
                StoredValues.of(settings),
                () -> consumer,
                "kafka:9092",
                ReadLimits.HISTORY)) {
            return lookup.picture(new OutputOrigin("images", 0, 7), OptionalLong.of(AT));
        }
    }

    @Test
    void shouldReadThePictureFromTheStore() throws Exception {
        assertThat(((Found<byte[]>) picture(folder.resolve("a.png"), PNG)).value())
                .isEqualTo(PNG);
    }

    /** Who may write to the topic must not make the scorer read elsewhere. */
    @Test
    void shouldAskNoOtherPlace() throws Exception {
        assertThat(((Missing<byte[]>) picture(other.resolve("a.png"), PNG)).why())
                .contains("neither evidence.store nor rejected.store");
    }

    @Test
    void shouldNotGiveOtherBytes() throws Exception {
        assertThat(((Missing<byte[]>) picture(folder.resolve("a.png"), new byte[] {1})).why())
                .contains("SHA-256");
    }

    @Test
    void shouldSayThatThePictureIsGone() throws Exception {
        assertThat(((Missing<byte[]>) picture(folder.resolve("a.png"), null)).why())
                .startsWith("The picture cannot be fetched: there is nothing at ");
    }
}
