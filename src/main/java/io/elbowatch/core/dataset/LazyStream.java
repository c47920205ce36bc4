package io.elbowatch.core.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams over files. They are ordered and read nothing ahead; closing a stream closes the file. */
final class LazyStream {
    private LazyStream() {}

    static <T> Stream<T> of(Path path, Iterator<T> elements, Closeable source) {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(elements, traits), false)
                .onClose(() -> close(path, source));
    }

    private static void close(Path path, Closeable source) {
        try {
            source.close();
        } catch (IOException e) {
            throw ImageSets.unreadable(path, e);
        }
    }
}
