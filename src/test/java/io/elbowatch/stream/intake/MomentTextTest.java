package io.elbowatch.stream.intake;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MomentTextTest {

    @ParameterizedTest
    @CsvSource({
        "1700000000.25, 1700000000250",
        "1700000000, 1700000000000",
        "1700000000250, 1700000000250",
        "1.70000000025e12, 1700000000250",
        "1700000000250999, 1700000000250",
        "1700000000250999999, 1700000000250",
        "2023-11-14T22:13:20.25Z, 1700000000250",
        "2023-11-14T23:13:20.25+01:00, 1700000000250",
        "0, 0",
        "1970-01-01T00:00:00Z, 0",
    })
    void shouldReadTimes(String text, long millis) throws UnfitRecordException {
        assertThat(MomentText.millis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noon",
                "-1",
                "NaN",
                "1e99",
                "2023-11-14T22:13:20",
                "2023-11-14",
                "1969-12-31T23:59:59Z",
                "+999999999-01-01T00:00:00Z",
                "100000000000000000000",
                "1_000",
                "0x10",
            })
    void shouldRefuseWhatIsNoTime(String text) {
        assertThatThrownBy(() -> MomentText.millis(text)).isInstanceOf(UnfitRecordException.class);
    }
}
