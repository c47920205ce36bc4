package io.elbowatch.stream.replay;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicBoundsTest {

    @Test
    void shouldReadOffsetsOfPartitions() {
        assertThat(TopicBounds.offsets("1:5-, 0:100-200"))
                .isEqualTo(new TopicBounds.Offsets(new TreeMap<>(Map.of(
                        0,
                        new TopicBounds.Span(100, OptionalLong.of(200)),
                        1,
                        new TopicBounds.Span(5, OptionalLong.empty())))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0:5 | '0:5' is not PARTITION:FIRST-LAST",
                "0:5-3 | end before they begin",
                "0:1-2,0:5- | partition 0 is named twice",
                "-1:5- | is not PARTITION",
                "0:1-2, | '' is not PARTITION",
            })
    void shouldSayWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> TopicBounds.offsets(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldRefuseATimeThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new TopicBounds.Times(OptionalLong.of(5), OptionalLong.of(5)))
                .hasMessageContaining("ends before it begins");
    }
}
