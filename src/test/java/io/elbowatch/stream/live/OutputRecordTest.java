package io.elbowatch.stream.live;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The name of a source on the page is its name in the scores: the page asks for the scores by it. */
class OutputRecordTest {

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments("line-1".getBytes(UTF_8), "line-1"),
                arguments("a".repeat(256).getBytes(UTF_8), "a".repeat(256)),
                arguments("a".repeat(300).getBytes(UTF_8), "a".repeat(256) + "…"),
                arguments(("a".repeat(255) + "📷📷").getBytes(UTF_8), "a".repeat(255) + "…"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldNameASourceAsTheScoresDo(byte[] key, String name) {
        assertThat(source(key, "")).isEqualTo(name);
        assertThat(source(key, "images"))
                .as("the topic is not part of what is cut")
                .isEqualTo("images: " + name);
    }

    @Test
    void shouldNameImagesWithoutATextByTheirTopicOnly() {
        byte[] noText = {'a', (byte) 0xff};

        assertThat(source(noText, "")).isEmpty();
        assertThat(source(noText, "images")).isEqualTo("images");
        assertThat(source(new byte[0], "images")).isEqualTo("images");
    }

    private static String source(byte[] key, String input) {
        return new OutputRecord(key, null, 0, name -> null, input, true).source();
    }
}
