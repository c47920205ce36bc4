package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.PlanRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The plan that a change builds on: the last one that is published, unless all instances have refused it; then the one
 * that they have in force.
 *
 * @param plan empty for that of the start
 * @param refused the last one that is published, where it is not in force because it was refused
 * @param note what somebody should know who builds on it; empty where nothing is unusual
 */
public record PlanInForce(Optional<PlanRecord> plan, Optional<PlanRecord> refused, Optional<String> note) {

    public PlanInForce {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(refused, "refused");
        Objects.requireNonNull(note, "note");
    }

    /**
     * What the topic and the instances say together.
     *
     * @param states of the instances that are there; without any nobody knows which records were refused
     * @throws Refusal when the plan in force is not in the topic any more
     */
    public static PlanInForce of(PublishedPlan published, List<InstanceState> states) {
        if (published.last().isEmpty()) {
            return new PlanInForce(Optional.empty(), Optional.empty(), Optional.empty());
        }
        PublishedPlan.Entry last = published.last().get();
        if (states.isEmpty()) {
            return built(
                    last,
                    "no instance says what is in force (topics.instances), so this builds on the last record, at offset "
                            + last.offset() + ", whether it was refused or not");
        }
        if (states.stream().allMatch(state -> state.refuses(last.offset()))) {
            return before(published, last, states);
        }
        List<String> without = states.stream()
                .filter(state -> !state.follows(last.offset()))
                .map(InstanceState::instance)
                .toList();
        return without.isEmpty()
                ? new PlanInForce(last.plan(), Optional.empty(), Optional.empty())
                : built(
                        last,
                        "this builds on the record at offset " + last.offset() + ", which is not in force on "
                                + String.join(", ", without));
    }

    private static PlanInForce built(PublishedPlan.Entry entry, String note) {
        return new PlanInForce(entry.plan(), Optional.empty(), Optional.of(note));
    }

    private static PlanInForce before(
            PublishedPlan published, PublishedPlan.Entry refused, List<InstanceState> states) {
        long offset = states.stream()
                .mapToLong(state -> state.planOffset().orElse(-1))
                .max()
                .orElse(-1);
        String note = "the instances refused the record at offset " + refused.offset() + "; ";
        if (offset < 0) {
            return new PlanInForce(
                    Optional.empty(), refused.plan(), Optional.of(note + "they have the plan of their start"));
        }
        Optional<PublishedPlan.Entry> found = published.upTo(offset);
        if (found.isPresent()) {
            return new PlanInForce(
                    found.get().plan(),
                    refused.plan(),
                    Optional.of(note + "this builds on that at offset "
                            + found.get().offset() + ", which is in force"));
        }
        // Compaction keeps the last record of a key: what is in force is then known from the field 'previous' alone.
        PlanRecord known = refused.plan()
                .flatMap(PlanRecord::previous)
                .map(PlanRecord::new)
                .orElseThrow(() -> new Refusal(
                        note + "that at offset " + offset + ", which is in force, is no longer in the topic",
                        "publish a whole plan: elbowatch routes --publish routes.yaml"));
        return new PlanInForce(
                Optional.of(known), refused.plan(), Optional.of(note + "this builds on what it says was before it"));
    }
}
