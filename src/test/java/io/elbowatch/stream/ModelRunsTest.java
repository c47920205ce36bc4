package io.elbowatch.stream;

import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.testing.FakeModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelRunsTest {
    private static final List<byte[]> BATCH = List.of(new byte[] {1, 2, 3, 4});

    private final AtomicLong nanos = new AtomicLong();
    private final FakeModel model = new FakeModel();
    private final ModelRuns runs = new ModelRuns(nanos::get);
    private Duration seen;

    @Test
    void shouldKnowHowLongARunHasLasted() {
        model.failingOn(image -> {
            nanos.addAndGet(Duration.ofSeconds(7).toNanos());
            seen = runs.longest();
            return false;
        });
        try (ImageScorer scorer = runs.around(model).newScorer()) {
            scorer.score(BATCH);
        }
        assertThat(seen).isEqualTo(Duration.ofSeconds(7));
        assertThat(runs.longest()).isZero();
    }

    @Test
    void shouldForgetARunThatFails() {
        model.failingOn(image -> true);
        try (ImageScorer scorer = runs.around(model).newScorer()) {
            assertThatThrownBy(() -> scorer.score(BATCH)).isInstanceOf(ModelException.class);
        }
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(runs.longest()).isZero();
    }
}
