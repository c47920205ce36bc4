package io.elbowatch.stream.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.elbowatch.stream.wire.HandlingJson.Read;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The reader of what people do with incidents, with the input of a fuzzer. */
class HandlingJsonFuzzTest {
    static Stream<byte[]> records() {
        return Stream.concat(
                Stream.of(HandlingJson.write(HandlingJsonTest.COMMENT)),
                Stream.of(
                                "{\"schema\":1,\"incident\":\"images-0-1-silence\",\"act\":\"closed\",\"by\":\"a\",\"at\":1}",
                                "{\"schema\":1,\"incident\":\"\\u202e\",\"act\":\"<b>\",\"by\":\"\\ud800\",\"at\":1e400}",
                                "{\"schema\":\"1\",\"act\":{},\"seen\":{\"images\":-1,\"anomalous\":9223372036854775807}}")
                        .map(json -> json.getBytes(UTF_8)));
    }

    @MethodSource("records")
    @FuzzTest
    void shouldReadAnyValue(byte[] value) {
        Read read = HandlingJson.read(value);
        if (read instanceof Read.Taken taken) {
            assertThat(HandlingJson.read(HandlingJson.write(taken.record()))).isEqualTo(read);
            assertThat(taken.record().key()).startsWith(taken.record().incident());
        }
        if (read instanceof Read.Refused refused) {
            assertThat(refused.detail()).hasSizeLessThan(200).doesNotContain("\n", "\r", "\u202e", "\"");
        }
    }
}
