package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.stream.live.Journal.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The flips of the comparisons in force. Those of earlier ones stay out of the journal, or leave it when their
 * comparison ends. A flip may arrive before an instance tells of its comparison, so others wait. Used by one thread.
 */
final class Flips {
    /** As many as are read back of a topic of one partition. */
    private static final int MAX_WAITING = 120;

    private final Journal journal;
    private final LiveJson json;
    private final Map<String, Flip> waiting = new LinkedHashMap<>();
    private final Map<String, Flip> shown = new LinkedHashMap<>();

    private record Flip(String source, long atMillis, ObjectNode record) {}

    Flips(Journal journal, LiveJson json) {
        this.journal = journal;
        this.json = json;
    }

    void take(String image, String source, long atMillis, ObjectNode record) {
        hold(image, new Flip(source, atMillis, record));
    }

    private void hold(String image, Flip flip) {
        waiting.remove(image);
        waiting.put(image, flip);
        if (waiting.size() > MAX_WAITING) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    /** Brings the journal up to date. @return the images of all flips in it */
    Collection<String> show(List<ShadowTally> inForce) {
        List.copyOf(shown.keySet()).forEach(image -> {
            if (!isOfAny(inForce, shown.get(image))) {
                journal.remove(Kind.FLIP, image);
                // An instance that was away tells of its comparison again.
                hold(image, shown.remove(image));
            }
        });
        waiting.entrySet().removeIf(entry -> {
            String image = entry.getKey();
            Flip flip = entry.getValue();
            boolean show = isOfAny(inForce, flip);
            if (show) {
                shown.put(image, flip);
                journal.add(
                        Kind.FLIP,
                        image,
                        flip.source(),
                        flip.atMillis(),
                        json.flip(image, flip.source(), flip.atMillis(), flip.record()));
            }
            return show;
        });
        Set<String> kept = journal.keys(Kind.FLIP);
        shown.keySet().retainAll(kept);
        return kept;
    }

    private static boolean isOfAny(List<ShadowTally> comparisons, Flip flip) {
        return comparisons.stream().anyMatch(comparison -> isOf(comparison, flip.record()));
    }

    /** Later settings that change neither bundle continue a comparison, so its flips may have later offsets. */
    private static boolean isOf(ShadowTally comparison, JsonNode flip) {
        return flip.path("settingsOffset").asLong(-1) >= comparison.since().orElse(-1)
                && isBy(comparison.pair().deciding(), flip.path("deciding"))
                && isBy(comparison.pair().shadow(), flip.path("shadow"));
    }

    private static boolean isBy(ComparedBundle bundle, JsonNode side) {
        return side.path("bundle").asText().equals(bundle.bundle())
                && side.at("/model/name").asText().equals(bundle.model())
                && side.at("/model/version").asText().equals(bundle.version())
                && side.at("/model/sha256").asText().equals(bundle.sha256())
                && side.at("/verdict/score").asText().equals(bundle.decider())
                && side.at("/verdict/alpha").asDouble() == bundle.alpha();
    }
}
