package io.elbowatch.stream.live;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.live.Journal.Entry;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.LiveRecords;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records of the live page with a fuzzer's bytes: the first byte selects the topic, the rest is value, key and headers.
 */
class JournalWriterFuzzTest {
    private static final String SHA = "0123456789abcdef";
    private static final long NOW = 1_000_000;
    private static final Judge JUDGE = new Judge(Calibrations.upTo(2_000), 1, Decider.DEFAULT, 0.01);
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<byte[]> records() {
        byte[] anomaly = LiveRecords.anomaly("camera-1", 17, NOW, 0.5, SHA);
        return Stream.concat(
                Stream.of(0, 1).map(topic -> of(topic, anomaly)),
                Stream.of(
                        of(2, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0}),
                        of(3, "{\"schema\":1,\"id\":\"a\",\"event\":\"opened\",\"at\":1}".getBytes(UTF_8)),
                        of(3, "{\"schema\":1,\"id\":\"a\",\"event\":\"closed\",\"at\":1e99}".getBytes(UTF_8)),
                        of(4, "</script>\u202e\u2028\ud83d\ude00".getBytes(UTF_8))));
    }

    @MethodSource("records")
    @FuzzTest
    void shouldWriteOneLineOfAsciiForAnyRecord(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        Journal journal = new Journal("fuzz");
        JournalWriter writer = new JournalWriter(
                journal,
                new Pictures(Pictures.MAX_BYTES),
                () -> new DrawnModel(new ModelIdentity("m", "1", SHA, "cpu"), JUDGE),
                "elbowatch",
                Optional::empty);
        Output output = Output.values()[(input[0] & 0xff) % Output.values().length];
        byte[] value = Arrays.copyOfRange(input, 1, input.length);
        String text = new String(value, UTF_8);
        Map<String, String> headers =
                Map.of(Headers.TOPIC, text, Headers.PARTITION, "0", Headers.OFFSET, text, RejectedRecord.REASON, text);
        writer.take(output, new OutputRecord(value, value, NOW, headers::get, true), NOW);
        writer.beat(NOW, 1);

        for (Entry entry : journal.after(0, 0)) {
            assertThat(entry.json()).matches("[ -\\x7f]*");
            assertThat(JSON.readTree(entry.json())).isNotNull();
        }
    }

    private static byte[] of(int topic, byte[] value) {
        byte[] input = new byte[1 + value.length];
        input[0] = (byte) topic;
        System.arraycopy(value, 0, input, 1, value.length);
        return input;
    }
}
