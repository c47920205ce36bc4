package io.elbowatch.stream.control;

import io.elbowatch.stream.wire.InstanceState;
import java.util.ArrayList;
import java.util.List;

/**
 * Which instances follow a record of the settings topic. An instance that says nothing any more does not count.
 *
 * @param following instances that have it, or a later one, in force
 * @param refused instances that refused it, with the reason
 * @param waiting instances of which neither is known
 */
public record Following(List<String> following, List<String> refused, List<String> waiting) {

    /** What the states say of the record at an offset. */
    public static Following of(List<InstanceState> states, long offset, long nowMillis) {
        List<String> following = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (InstanceState state : states) {
            if (state.isGone(nowMillis)) {
                continue;
            }
            if (state.follows(offset)) {
                following.add(state.instance());
            } else if (state.refuses(offset)) {
                refused.add(state.instance() + " refused it"
                        + state.refused()
                                .map(one -> ": " + String.join("; ", one.details()))
                                .orElse("; its log says why"));
            } else {
                waiting.add(state.instance() + (state.loading().isPresent() ? " is loading" : " has not taken it yet"));
            }
        }
        return new Following(List.copyOf(following), List.copyOf(refused), List.copyOf(waiting));
    }

    /** Whether nothing is to be waited for. */
    public boolean isDecided() {
        return waiting.isEmpty() && !(following.isEmpty() && refused.isEmpty());
    }

    /** Whether all instances follow. */
    public boolean isComplete() {
        return isDecided() && refused.isEmpty();
    }
}
