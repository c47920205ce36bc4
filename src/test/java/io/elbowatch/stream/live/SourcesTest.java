package io.elbowatch.stream.live;

import io.elbowatch.stream.live.Sources.Source;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourcesTest {
    private final Sources sources = new Sources(3, 2);

    @Test
    void shouldListTheWorstFirst() {
        sources.image("healthy", 1);
        sources.anomaly("anomalous", 1);
        sources.opened("incident", "i-1");

        assertThat(sources.worst(10)).extracting(Source::name).containsExactly("incident", "anomalous", "healthy");
    }

    @Test
    void shouldRemoveTheSourceThatIsSilentLongest() {
        sources.image("a", 1);
        sources.image("b", 2);
        sources.image("c", 3);
        sources.image("a", 4);
        sources.image("d", 5);

        assertThat(sources.worst(10)).extracting(Source::name).containsExactly("a", "c", "d");
    }

    @Test
    void shouldCountAnIncidentOnce() {
        sources.opened("a", "i-1");
        sources.opened("a", "i-1");
        assertThat(sources.worst(1).get(0).incidents()).isEqualTo(1);

        sources.closed("a", "i-1");

        assertThat(sources.worst(1).get(0).incidents()).isZero();
    }

    /** The record that closes an incident may be lost to the page, which read nothing meanwhile. */
    @Test
    void shouldForgetTheOldestOfTooManyOpenIncidents() {
        sources.opened("a", "i-1");
        sources.opened("b", "i-2");
        sources.opened("b", "i-3");

        assertThat(incidents()).containsExactly("b 2", "a 0");
        sources.closed("a", "i-1");
        assertThat(incidents()).containsExactly("b 2", "a 0");
    }

    @Test
    void shouldForgetTheIncidentsOfARemovedSource() {
        sources.opened("a", "i-1");
        sources.image("b", 1);
        sources.image("c", 1);
        sources.image("d", 1);

        assertThat(incidents()).containsExactly("b 0", "c 0", "d 0");
        sources.opened("a", "i-1");
        assertThat(incidents()).containsExactly("a 1", "c 0", "d 0");
    }

    private List<String> incidents() {
        return sources.worst(10).stream()
                .map(source -> source.name() + " " + source.incidents())
                .toList();
    }

    @Test
    void shouldCutAllSourcesIntoParts() {
        Sources many = new Sources(10_000, 1);
        for (int i = 0; i < 5_000; i++) {
            many.image("line-" + i, i);
        }

        List<String> names = IntStream.range(0, 20)
                .mapToObj(part -> many.part(part, 20))
                .peek(part -> assertThat(part).hasSizeBetween(150, 400))
                .flatMap(List::stream)
                .map(Source::name)
                .toList();

        assertThat(names).hasSize(5_000).doesNotHaveDuplicates();
    }
}
