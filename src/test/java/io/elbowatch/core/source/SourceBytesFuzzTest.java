package io.elbowatch.core.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The kept state of a source over whatever a fuzzer finds, cut or filled to its length. */
class SourceBytesFuzzTest {
    static Stream<byte[]> states() {
        return Stream.of(
                new byte[] {1}, new byte[] {1, 2}, new byte[] {1, 4, 0, 0, 1}, new byte[] {1, -1}, new byte[] {2});
    }

    @MethodSource("states")
    @FuzzTest
    void shouldReadAStateOrSayThatItIsNone(byte[] input) {
        byte[] written = Arrays.copyOf(input, SourceBytes.BYTES);
        SourceState state;
        try {
            state = SourceBytes.state(written);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
            return;
        }
        assertThat(SourceBytes.state(SourceBytes.of(state))).isEqualTo(state);
        assertThatThrownBy(() -> SourceBytes.state(Arrays.copyOf(written, written.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
