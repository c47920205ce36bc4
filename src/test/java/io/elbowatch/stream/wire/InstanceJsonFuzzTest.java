package io.elbowatch.stream.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The reader of what instances say of themselves, with the input of a fuzzer. */
class InstanceJsonFuzzTest {
    static Stream<byte[]> records() {
        return Stream.concat(
                Stream.of(InstanceJson.write(InstanceSchemaTest.FULL)),
                Stream.of(
                                "{\"schema\":1}",
                                "{\"schema\":1,\"settingsOffset\":1e400,\"bundles\":{\"a\":[]},\"refused\":{\"details\":{}}}",
                                "{\"schema\":1,\"shadows\":[{\"sources\":[],\"deciding\":{},\"from\":\"\\ud800\"}]}")
                        .map(json -> json.getBytes(UTF_8)));
    }

    @MethodSource("records")
    @FuzzTest
    void shouldReadAnyValue(byte[] value) {
        Optional<InstanceState> read = InstanceJson.read(value);
        read.ifPresent(state ->
                assertThat(InstanceJson.read(InstanceJson.write(state))).isEqualTo(read));
    }
}
