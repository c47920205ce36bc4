package io.elbowatch.settings;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValueSyntaxTest {
    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "7b,7", "1k,1024", "16MiB,16777216", "64m,67108864", "2 GiB,2147483648"})
    void shouldReadSizes(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "16MB", "1.5m", "m", "99999999999g", "1e9"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"50ms,PT0.05S", "2s,PT2S", "5m,PT5M", "1h,PT1H", "7d,PT168H", "PT0.05S,PT0.05S", "10 S,PT10S"})
    void shouldReadDurations(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50", "-2s", "1.5s", "2 weeks", "P"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
    }

    @Test
    void shouldReadTopicNamesInTheirOrder() {
        assertThat(ValueType.TOPICS.reader().apply("line-2, line-1")).containsExactly("line-2", "line-1");
        assertThat(ValueType.TOPICS.reader().apply("images")).containsExactly("images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a,", "a,,b", "a,b,a", "a b", "line-.*[0-9]"})
    void shouldRefuseWhatIsNoListOfTopics(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.TOPICS.reader().apply(text));
    }

    @Test
    void shouldCountEdits() {
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    }

    @Property(tries = 200)
    void shouldCountEditsTheSameBothWays(@ForAll String a, @ForAll String b) {
        assertThat(NearestName.distance(a, b)).isEqualTo(NearestName.distance(b, a));
        assertThat(NearestName.distance(a, a)).isZero();
    }
}
