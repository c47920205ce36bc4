package io.elbowatch.core.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What a new score must not forget, beyond what the compiler, the schema tests and the table of meters name. */
class ScoreTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeAbleToDecideAlone(Score score) {
        assertThat(Arrays.stream(Decider.values())
                        .filter(decider -> decider.scores().equals(List.of(score))))
                .singleElement()
                .extracting(Decider::label)
                .isEqualTo(score.label());
    }

    @Test
    void shouldBeJoinedByTheDefaultAlone() {
        assertThat(Decider.values()).filteredOn(Decider::joins).containsExactly(Decider.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeKnownToTheLivePage(Score score) throws IOException {
        try (InputStream page = Score.class.getResourceAsStream("/web/details.js")) {
            assertThat(new String(page.readAllBytes(), UTF_8)).contains(score.label() + ": '" + score.field() + "'");
        }
    }
}
