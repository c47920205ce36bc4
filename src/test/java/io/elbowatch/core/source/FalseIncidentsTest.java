package io.elbowatch.core.source;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/** What a healthy source is promised. */
class FalseIncidentsTest {
    private static final long BOUND = 10_000;
    private static final int IMAGES = 200_000;

    /** A calibration for each image, as the bound has it: then p-values are uniform ranks. */
    @Property(tries = 20)
    void shouldOpenNoMoreThanTheBoundAllows(@ForAll long seed, @ForAll @IntRange(min = 99, max = 20_000) int n) {
        Random random = new Random(seed);
        Source source = new Source(BOUND);
        for (int i = 0; i < IMAGES; i++) {
            source.sends((1.0 + random.nextInt(n + 1)) / (n + 1));
        }
        // At most 20 on average; of a Poisson number of that mean, above 40 once in 10⁵.
        assertThat(opened(source)).isLessThanOrEqualTo(40);
    }

    /** One calibration for all images: its own luck is part of the rate. */
    @Property(tries = 20)
    void shouldKeepTheBoundWithACalibrationThatIsASample(@ForAll long seed) {
        Random random = new Random(seed);
        Healthy healthy = new Healthy(20_000, random);
        Source source = new Source(BOUND);
        for (int i = 0; i < IMAGES; i++) {
            source.sends(healthy.next());
        }
        assertThat(opened(source)).isLessThanOrEqualTo(40);
    }

    private static long opened(Source source) {
        return source.events().stream()
                .filter(event -> event.ending().isEmpty())
                .count();
    }
}
