package io.elbowatch.core.replay;

import io.elbowatch.core.replay.ReplayTable.Joined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class ReplayTest {
    private final ReplayTable table = new ReplayTable();

    /** Every image at random offsets, every old outcome in random order, some of them missing, repeated or unknown. */
    @Property(tries = 60)
    void shouldJoinByCoordinatesInAnyOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6000) int images) {
        Random random = new Random(seed);
        ReplayTable joined = new ReplayTable();
        Map<Long, boolean[]> truth = new TreeMap<>();
        List<long[]> olds = new ArrayList<>();
        long[] next = new long[3];
        int compared = 0;
        int newly = 0;
        int noLonger = 0;
        for (int i = 0; i < images; i++) {
            int partition = random.nextInt(3);
            long offset = next[partition] + random.nextInt(3);
            next[partition] = offset + 1;
            boolean now = random.nextInt(10) == 0;
            joined.add(partition, offset, 1000 + offset, "camera-" + i % 5, outcome(now, 0.5));
            if (random.nextInt(4) > 0) {
                boolean before = random.nextInt(10) == 0;
                olds.add(new long[] {partition, offset, before ? 1 : 0});
                compared++;
                newly += now && !before ? 1 : 0;
                noLonger += before && !now ? 1 : 0;
            }
            truth.put((long) partition << 32 | offset, new boolean[] {now});
        }
        olds.add(new long[] {0, next[0] + 5, 1});
        Collections.shuffle(olds, random);
        for (long[] old : olds) {
            Joined expected = truth.containsKey(old[0] << 32 | old[1]) ? Joined.FIRST : Joined.UNKNOWN;
            assertThat(joined.old((int) old[0], old[1], 1000 + old[1], outcome(old[2] == 1, 0.1)))
                    .isEqualTo(expected);
        }

        Replay replay = Replay.of(joined, false);

        assertThat(replay.all().images()).isEqualTo(images);
        assertThat(replay.all().compared()).isEqualTo(compared);
        assertThat(replay.all().newly()).isEqualTo(newly);
        assertThat(replay.all().noLonger()).isEqualTo(noLonger);
        assertThat(replay.flips()).hasSize(newly + noLonger);
        assertThat(replay.sources().stream().mapToInt(SourceReplay::images).sum())
                .isEqualTo(images);
        assertThat(replay.flips().stream().filter(Flip::newly)).hasSize(newly);
    }

    @Test
    void shouldCountImagesWithoutAnOldScoreForTheNewModelAlone() {
        table.add(0, 1, 10, "a", outcome(true, 0.001));
        table.add(0, 2, 11, "a", outcome(false, 0.5));
        table.add(0, 3, 12, "b", outcome(true, 0.001));
        table.old(0, 2, 11, outcome(true, 0.001));

        Replay replay = Replay.of(table, false);

        assertThat(replay.all()).isEqualTo(new SourceReplay("", 3, 2, 1, 1, 0, 1));
        assertThat(replay.all().share().orElseThrow().share()).isEqualTo(2 / 3.0);
        assertThat(replay.all().shareOfCompared().orElseThrow().hits()).isZero();
        assertThat(replay.sources())
                .extracting(SourceReplay::source, source -> source.shareBefore().isPresent())
                .containsExactly(tuple("a", true), tuple("b", false));
        assertThat(replay.flips()).containsExactly(new Flip(0, 2, 11, "a", false, 0.001f, 0.5f));
    }

    @Test
    void shouldLetTheLastOfRepeatedScoresCount() {
        table.add(0, 1, 10, "a", outcome(true, 0.001));
        assertThat(table.old(0, 1, 10, outcome(false, 0.5))).isEqualTo(Joined.FIRST);
        assertThat(table.old(0, 1, 10, outcome(true, 0.001))).isEqualTo(Joined.AGAIN);

        assertThat(Replay.of(table, false).flips()).isEmpty();
    }

    @Test
    void shouldNotJoinTheScoresOfATopicThatWasMadeAnew() {
        table.add(0, 1, 10, "a", outcome(true, 0.001));
        assertThat(table.old(0, 1, 9, outcome(false, 0.5))).isEqualTo(Joined.OF_ANOTHER_TOPIC);

        assertThat(Replay.of(table, false).all().compared()).isZero();
    }

    @Test
    void shouldMeasureTheShiftOfPValuesAndOfComparableScoresOnly() {
        for (int i = 0; i < 100; i++) {
            table.add(0, i, i, "a", outcome(false, (i + 1) / 200.0));
            table.old(0, i, i, outcome(false, (i + 1) / 100.0));
        }

        Replay apart = Replay.of(table, false);
        assertThat(apart.shifts()).extracting(ScoreShift::name).allMatch(name -> name.startsWith("p"));
        assertThat(apart.shifts().get(0).distance()).isEqualTo(0.5);
        assertThat(apart.shifts().get(0).significant()).isTrue();
        assertThat(apart.shifts().get(0).medianBefore())
                .isGreaterThan(apart.shifts().get(0).medianNow());
        assertThat(Replay.of(table, true).shifts())
                .extracting(ScoreShift::name)
                .contains("local", "kl")
                .doesNotContain("density");
    }

    /** Records have nine digits: the lowest p-value, which many images share, may come back one bit off. */
    @Test
    void shouldFindNoShiftInTheLastBit() {
        for (int i = 0; i < 100; i++) {
            table.add(0, i, i, "a", outcome(false, 1 / 20001.0));
            table.old(0, i, i, outcome(false, Math.nextUp((float) (1 / 20001.0))));
        }

        assertThat(Replay.of(table, true).shifts()).allMatch(shift -> shift.distance() == 0);
    }

    private static Outcome outcome(boolean anomalous, double p) {
        float[] numbers = new float[Outcome.NAMES.size()];
        Arrays.fill(numbers, (float) p);
        return new Outcome(anomalous, false, numbers);
    }
}
