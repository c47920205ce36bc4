package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.core.shadow.TallyCounter;
import io.elbowatch.testing.Tallies;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShadowTallyJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldReadWhatItWrites() throws JsonProcessingException {
        TallyCounter counter = Tallies.hundred();
        counter.leftOut();
        counter.failed();
        ShadowTally tally = counter.now();

        String text = JSON.writeValueAsString(ShadowTallyJson.write(tally));

        assertThat(ShadowTallyJson.read(JSON.readTree(text))).isEqualTo(tally);
    }

    @Test
    void shouldKeepThatThereIsNoOffset() {
        ShadowTally tally = new TallyCounter(Tallies.PAIR, OptionalLong.empty(), 7).now();

        assertThat(ShadowTallyJson.read(ShadowTallyJson.write(tally))).isEqualTo(tally);
    }

    @Test
    void shouldRefuseWhatIsIncomplete() {
        assertThatThrownBy(() -> ShadowTallyJson.read(JSON.readTree("{\"sources\":[]}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
