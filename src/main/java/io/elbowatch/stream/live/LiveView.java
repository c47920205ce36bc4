package io.elbowatch.stream.live;

import java.util.Optional;

/** What is going on in the whole group, for as long as somebody watches. Used by many threads. */
public interface LiveView extends AutoCloseable {

    /** Begins to watch: from now on the journal is kept current, until the watch and all others are closed and a while is over. */
    Watch watch();

    /** The picture of an image, by its name as the journal gives it; empty when it is kept no longer. */
    Optional<byte[]> picture(String name);

    /** Ends all reading. */
    @Override
    void close();

    /** Somebody who watches. */
    interface Watch extends AutoCloseable {

        /** The same for the whole watch. */
        Journal journal();

        /** Ends it; a second call does nothing. */
        @Override
        void close();
    }
}
