package io.elbowatch.stream.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.elbowatch.stream.wire.SettingsRecord.Change;
import io.elbowatch.stream.wire.SettingsRecord.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The reader of the settings topic with the input of a fuzzer. */
class SettingsJsonFuzzTest {
    static Stream<byte[]> records() {
        return Stream.of(
                        "{\"schema\":1,\"alpha\":0.01,\"decide\":\"local\"}",
                        "{\"schema\":1}",
                        "{\"schema\":1.0,\"alpha\":1e-3}",
                        "{\"schema\":2,\"alpha\":\"0.1\"}",
                        "{\"schema\":1,\"alpha\":0.1,\"alpha\":0.2}",
                        "[1]",
                        "{\"schema\":1,\"\\u202e\":\"\\ud800\"}")
                .map(json -> json.getBytes(UTF_8));
    }

    @MethodSource("records")
    @FuzzTest
    void shouldReadAnyValue(byte[] value) {
        SettingsRecord read = SettingsJson.read(SettingsJson.KEY.getBytes(UTF_8), value);
        if (read instanceof Change change) {
            assertThat(SettingsJson.read(
                            SettingsJson.KEY.getBytes(UTF_8), SettingsJson.write(change.settings(), change.by())))
                    .isEqualTo(read);
        }
        if (read instanceof Refused refused) {
            assertThat(refused.refusal().detail()).hasSizeLessThan(200).doesNotContain("\n", "\r", "\u202e", "\"");
        }
        assertThat(SettingsJson.read(value, value)).isNotNull();
    }
}
