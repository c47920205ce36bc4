package io.elbowatch.stream.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pointers of what is wanted, as a tree: one node for each step on the way from the root of a value. */
final class Wanted {
    private final Map<String, Wanted> next = new HashMap<>();
    private Place text; // null where no text is wanted
    private String image; // the pointer; null where no image is wanted

    private Wanted() {}

    /**
     * @param images pointers, of which at most one may lead to something
     * @param texts by their pointers
     */
    static Wanted of(Collection<String> images, Map<String, Place> texts) {
        Wanted root = new Wanted();
        images.forEach(pointer -> root.to(Pointer.steps(pointer)).image = pointer);
        texts.forEach((pointer, place) -> root.to(Pointer.steps(pointer)).text = place);
        return root;
    }

    private Wanted to(List<String> steps) {
        Wanted node = this;
        for (String step : steps) {
            node = node.next.computeIfAbsent(step, any -> new Wanted());
        }
        return node;
    }

    /** The node of a field or an index; null where nothing below it is wanted. */
    Wanted below(String step) {
        return next.get(step);
    }

    /** Whether nothing below is wanted. */
    boolean isLeaf() {
        return next.isEmpty();
    }

    /** The place whose text is wanted here; null for none. */
    Place text() {
        return text;
    }

    /** The pointer of the image that is wanted here; null for none. */
    String image() {
        return image;
    }
}
