package io.elbowatch.stream.flow;

import io.elbowatch.stream.flow.ScoringHistory.Kind;
import io.elbowatch.stream.flow.ScoringHistory.Step;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The laws of the soak over generated histories of the real topology in real tasks of Kafka Streams: every image is out
 * exactly once, in order, with the score that the model alone gives it, and settings never fall.
 */
class ScoringHistoryTest {

    @Property(tries = 60)
    void shouldLetEveryImageOutOnceAndInOrder(@ForAll("histories") List<Step> steps, @ForAll boolean overlap)
            throws IOException {
        ScoringHistory history = new ScoringHistory(overlap);
        steps.forEach(history::run);
        history.end();
        history.check();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(24, Kind.IMAGE),
                Tuple.of(5, Kind.TICK),
                Tuple.of(4, Kind.COMMIT),
                Tuple.of(2, Kind.REVOCATION),
                Tuple.of(1, Kind.LOSS),
                Tuple.of(1, Kind.KILL),
                Tuple.of(2, Kind.WORK_THROWS),
                Tuple.of(2, Kind.FORWARD_THROWS),
                Tuple.of(2, Kind.FORWARD_TIMES_OUT),
                Tuple.of(2, Kind.SETTINGS));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, ScoringHistory.TASKS - 1),
                        Arbitraries.integers().between(0, 255))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }
}
