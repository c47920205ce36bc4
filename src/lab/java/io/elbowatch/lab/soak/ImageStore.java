package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Map;

/** The store of the images that records refer to. It can be away for a while. */
interface ImageStore extends AutoCloseable {

    /** Of an image of the pool. */
    String address(int image);

    /** What the scorers' settings have besides the others. */
    Map<String, String> settings();

    /** Variables of the scorers. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Takes it away for this time. */
    void away(Duration length) throws InterruptedException;

    @Override
    default void close() {}
}
