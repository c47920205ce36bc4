package io.elbowatch.stream.lookup;

import java.util.Objects;

/** What a lookup found. A cluster that does not answer is no result: it is a Refusal of the core. */
public sealed interface Lookup<T> {

    /** It is there. */
    record Found<T>(T value) implements Lookup<T> {
        public Found {
            Objects.requireNonNull(value, "value");
        }
    }

    /** It is not there, or not any more. @param why a sentence for people */
    record Missing<T>(String why) implements Lookup<T> {}

    /** The coordinates are those of a topic that is none of this application's. @param why a sentence for people */
    record Foreign<T>(String why) implements Lookup<T> {}
}
