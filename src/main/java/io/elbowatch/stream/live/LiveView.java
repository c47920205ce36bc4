package io.elbowatch.stream.live;

import java.util.Optional;

/** What happens in the whole group, while there is a watcher. Used by many threads. */
public interface LiveView extends AutoCloseable {

    /** Starts to watch. The journal is kept current until a while after this watch and all others are closed. */
    Watch watch();

    /** The picture of an image, by the name in the journal; empty when it is no longer kept. */
    Optional<byte[]> picture(String name);

    /** Ends all reading. */
    @Override
    void close();

    /** One watcher. */
    interface Watch extends AutoCloseable {

        /** The same journal during the whole watch. */
        Journal journal();

        /** Ends the watch; a second call does nothing. */
        @Override
        void close();
    }
}
