package io.elbowatch.stream.flow;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class SourceKeysTest {
    private final SourceKeys keys = new SourceKeys(List.of("images", "more"));

    @Test
    void shouldUseTheKeyAloneInTheFirstTopic() {
        assertThat(keys.of("images", bytes("camera-1")).get()).isEqualTo(bytes("camera-1"));
        assertThat(keys.of("images", new byte[0]).get()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "camera-1", "\0", "\0topic\0", "\0topic\0more", "\0topic\0more\0camera-1", "Kamera \u00fc"})
    void shouldGiveBackTopicAndKeyOfEverySource(String key) {
        for (String topic : List.of("images", "more", "more", "images", "left-out")) {
            Bytes source = keys.of(topic, bytes(key));

            assertThat(keys.topic(source)).isEqualTo(topic);
            assertThat(keys.key(source)).isEqualTo(bytes(key));
            assertThat(keys.named(source)).isEqualTo(!key.isEmpty());
        }
    }

    @Test
    void shouldTakeEqualKeysOfTwoTopicsForTwoSources() {
        assertThat(keys.of("more", bytes("camera-1"))).isNotEqualTo(keys.of("images", bytes("camera-1")));
        assertThat(keys.of("images", bytes("\0topic\0more\0camera-1")))
                .isNotEqualTo(keys.of("more", bytes("camera-1")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
