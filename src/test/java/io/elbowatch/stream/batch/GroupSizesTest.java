package io.elbowatch.stream.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** The laws of the batch where its items are of several groups. */
class GroupSizesTest {
    private static final int FULL = 4;
    private static final BatchLimits LIMITS = new BatchLimits(FULL, 1 << 20, Duration.ofSeconds(10));
    private static final List<Object> GROUPS = List.of(new Object(), new Object(), new Object());

    /** An item of a group, with a number. */
    private record Item(int group, int number) {}

    /** Lanes add, flush and close at random; each step is a number: lane, group and what happens. */
    @Property
    void shouldLoseNoneAndKeepTheOrderOfEachLaneWhateverTheGroups(
            @ForAll @Size(max = 80) List<@IntRange(max = 35) Integer> steps) {
        LossFreeBuffer<Item, Item> buffer = new LossFreeBuffer<>(
                LIMITS, item -> 1, item -> GROUPS.get(item.group()), (items, reason) -> new ArrayList<>(items));
        List<List<Item>> taken = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<List<Item>> given = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<LossFreeBuffer<Item, Item>.Lane> lanes = new ArrayList<>();
        taken.forEach(out -> lanes.add(buffer.open(out::add)));
        List<List<Item>> waiting = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()); // by lane
        int number = 0;
        for (int step : steps) {
            int lane = step % 3;
            int group = step / 3 % 3;
            int what = step / 9;
            if (what < 2) {
                Item item = new Item(group, number++);
                lanes.get(lane).add(item, 0);
                given.get(lane).add(item);
                waiting.get(lane).add(item);
            } else if (what == 2) {
                lanes.get(lane).flush(FlushReason.COMMIT);
                waiting.forEach(List::clear);
                assertThat(lanes.get(lane).isEmpty()).isTrue();
            } else {
                lanes.get(lane).close();
                given.get(lane)
                        .subList(taken.get(lane).size(), given.get(lane).size())
                        .clear();
                waiting.get(lane).clear();
                lanes.set(lane, buffer.open(taken.get(lane)::add));
            }
            assertThat(buffer.due(0)).isEqualTo(due(waiting));
        }
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).flush(FlushReason.COMMIT);
            assertThat(taken.get(i)).containsExactlyElementsOf(given.get(i));
        }
        assertThat(buffer.waiting()).isZero();
    }

    private static Optional<FlushReason> due(List<List<Item>> waiting) {
        Map<Integer, Integer> sizes = new HashMap<>();
        waiting.forEach(lane -> lane.forEach(item -> sizes.merge(item.group(), 1, Integer::sum)));
        return sizes.values().stream().anyMatch(size -> size >= FULL)
                ? Optional.of(FlushReason.COUNT)
                : Optional.empty();
    }
}
