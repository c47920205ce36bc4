package io.elbowatch.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cause chains of exceptions. A chain that leads back to itself ends before the first exception that repeats. */
public final class Causes {
    private Causes() {}

    /** The outermost exception of this type: the failure itself or one of its causes. */
    public static <T extends Throwable> Optional<T> find(Class<T> type, Throwable failure) {
        return chain(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The innermost cause; the failure itself where it has none. */
    public static Throwable root(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.isEmpty() ? failure : chain.get(chain.size() - 1);
    }

    /** The failure and its causes, the outermost first; empty for null. */
    public static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && known.add(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
