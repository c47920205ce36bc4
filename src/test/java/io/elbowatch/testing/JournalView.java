package io.elbowatch.testing;

import io.elbowatch.stream.live.Journal;
import io.elbowatch.stream.live.LiveView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What the live page shows, from a journal that a test writes: nothing is read. */
public final class JournalView implements LiveView {
    private final Journal journal = new Journal("written");
    private final AtomicInteger watchers = new AtomicInteger();
    private final Function<String, Optional<byte[]>> pictures;

    /** Without pictures. */
    public JournalView() {
        this(name -> Optional.empty());
    }

    /** @param pictures by the name of the image */
    public JournalView(Function<String, Optional<byte[]>> pictures) {
        this.pictures = pictures;
    }

    public Journal journal() {
        return journal;
    }

    /** How many watch it now. */
    public int watchers() {
        return watchers.get();
    }

    @Override
    public Watch watch() {
        watchers.incrementAndGet();
        return new Watch() {
            @Override
            public Journal journal() {
                return journal;
            }

            @Override
            public void close() {
                watchers.decrementAndGet();
            }
        };
    }

    @Override
    public Optional<byte[]> picture(String name) {
        return pictures.apply(name);
    }

    @Override
    public void close() {
        // the journal belongs to the test
    }
}
