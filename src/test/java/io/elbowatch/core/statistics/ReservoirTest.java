package io.elbowatch.core.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReservoirTest {

    @Property(tries = 100)
    void shouldGiveTheSameSampleInAnyOrder(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size, @ForAll @IntRange(max = 200) int items) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, items).boxed().toList());
        Set<Integer> first = sample(size, seed, order);
        Collections.shuffle(order, new Random(seed));

        assertThat(sample(size, seed, order)).isEqualTo(first).hasSize(Math.min(size, items));
    }

    /** A refusal is final: an item that is not taken at its turn is in no later sample. */
    @Property(tries = 50)
    void shouldKnowAtOnceWhatItNeverTakes(@ForAll long seed) {
        Reservoir<Integer> reservoir = new Reservoir<>(10, seed);
        Set<Integer> refused = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            long rank = reservoir.rank(0, i);
            if (!reservoir.takes(rank)) {
                refused.add(i);
            }
            reservoir.add(rank, i);
        }
        assertThat(reservoir.items()).doesNotContainAnyElementsOf(refused);
    }

    /**
     * Chi-square of how often each of 100 items, in three partitions, is among 20: over 2,000 seeds each is expected 400
     * times. 99 degrees of freedom exceed 149 once in a thousand; sampling without replacement makes it smaller still.
     */
    @Test
    void shouldGiveEveryItemTheSameChance() {
        int[] drawn = new int[100];
        for (long seed = 0; seed < 2000; seed++) {
            Reservoir<Integer> reservoir = new Reservoir<>(20, seed);
            for (int i = 0; i < drawn.length; i++) {
                reservoir.add(reservoir.rank(i % 3, 1_000_000L + i / 3), i);
            }
            reservoir.items().forEach(i -> drawn[i]++);
        }
        double chiSquare = 0;
        for (int count : drawn) {
            chiSquare += (count - 400.0) * (count - 400.0) / 400.0;
        }
        assertThat(chiSquare).isBetween(40.0, 149.0);
    }

    @Test
    void shouldDrawOthersWithAnotherSeed() {
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        assertThat(sample(50, 1, items)).isNotEqualTo(sample(50, 2, items));
    }

    @Test
    void shouldRefuseToDrawNothing() {
        assertThatThrownBy(() -> new Reservoir<>(0, 1)).hasMessageContaining("at least 1 item");
    }

    private static Set<Integer> sample(int size, long seed, List<Integer> items) {
        Reservoir<Integer> reservoir = new Reservoir<>(size, seed);
        items.forEach(item -> reservoir.add(reservoir.rank(item % 7, item), item));
        assertThat(reservoir.count()).isEqualTo(Math.min(size, items.size()));
        return reservoir.items().collect(Collectors.toSet());
    }
}
