package io.elbowatch.core.source;

import io.elbowatch.core.source.SourceState.Basis;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceBytesTest {

    /** Also in the middle of an incident, and silent: then a restart changes nothing. */
    @Property(tries = 100)
    void shouldGiveBackWhatWasWritten(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int images) {
        Random random = new Random(seed);
        Source source = new Source(10_000);
        boolean bad = random.nextBoolean();
        for (int i = 0; i < images; i++) {
            source.sends(bad ? Math.max(1e-5, Math.pow(random.nextDouble(), 4)) : 1 - random.nextDouble());
            assertThat(source.state().map(SourceBytes::of).map(SourceBytes::state))
                    .isEqualTo(source.state());
        }
        source.isEstablished().idles(IncidentSettings.DEFAULT.silence().toMillis(), 0);
        SourceState state = source.state().orElseThrow();
        assertThat(state.silent()).isTrue();
        assertThat(SourceBytes.state(SourceBytes.of(state))).isEqualTo(state);
    }

    @Example
    void shouldBeOfOneSize() {
        Source source = new Source(10_000).sends(0.5);
        assertThat(SourceBytes.of(source.state().orElseThrow())).hasSize(SourceBytes.BYTES);
        source.sends(50, 1e-4);
        assertThat(SourceBytes.of(source.state().orElseThrow())).hasSize(SourceBytes.BYTES);
    }

    @Example
    void shouldRefuseWhatAnotherVersionWrote() {
        byte[] bytes = SourceBytes.of(new Source(10_000).sends(0.5).state().orElseThrow());
        bytes[0] = 3;
        assertThatThrownBy(() -> SourceBytes.state(bytes)).hasMessageContaining("of version 3, not");
        assertThatThrownBy(() -> SourceBytes.state(new byte[0])).hasMessageContaining("0 bytes of version none");
    }

    @Example
    void shouldReadAStateWithoutABasis() {
        SourceState state = new Source(10_000).sends(50, 1e-4).state().orElseThrow();
        byte[] written = SourceBytes.of(state);
        byte[] earlier = Arrays.copyOf(written, written.length - 24);
        earlier[0] = 1;
        assertThat(SourceBytes.state(earlier)).isEqualTo(state);
        assertThat(SourceBytes.state(earlier).basis()).isEqualTo(Basis.UNKNOWN);
    }

    /** The changelog of an earlier version has only keys whose silence was an incident. */
    @Example
    void shouldTakeAKeyOfAnEarlierVersionForASource() {
        byte[] bytes = SourceBytes.of(
                new Source(10_000).sends(0.5).isEstablished().state().orElseThrow());
        assertThat(bytes[1] & 0b1110_0000).isZero();
        byte[] isNew = SourceBytes.of(new Source(10_000).sends(0.5).state().orElseThrow());
        assertThat(SourceBytes.state(isNew).newness()).isEqualTo(SourceState.TICKS_OF_A_SOURCE - 1);
    }
}
