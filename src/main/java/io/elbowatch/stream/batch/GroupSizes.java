package io.elbowatch.stream.batch;

import java.util.IdentityHashMap;
import java.util.Map;

/** How many items of each group there are. One group alone costs no allocation. */
final class GroupSizes {
    private final Map<Object, int[]> others = new IdentityHashMap<>(); // all groups but the first
    private Object first;
    private int ofFirst;
    private int largest;

    void add(Object group) {
        if (first == null) {
            first = group;
        }
        int size = group == first ? ++ofFirst : ++others.computeIfAbsent(group, any -> new int[1])[0];
        largest = Math.max(largest, size);
    }

    /** The size of the largest group; 0 without items. */
    int largest() {
        return largest;
    }

    void clear() {
        first = null;
        ofFirst = 0;
        largest = 0;
        if (!others.isEmpty()) {
            others.clear();
        }
    }
}
