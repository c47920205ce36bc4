package io.elbowatch.stream.shadow;

import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.flow.ShadowImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The images that wait for their shadow, bounded. Many threads add to it, one takes from it. */
final class ShadowQueue {
    private final ShadowLimits limits;
    private final Deque<ShadowImage> images = new ArrayDeque<>();
    private long bytes;

    ShadowQueue(ShadowLimits limits) {
        this.limits = limits;
    }

    /** Adds an image and returns at once; false where it has no room. */
    synchronized boolean add(ShadowImage image) {
        int size = image.value().length;
        if (images.size() >= limits.images() || !images.isEmpty() && bytes + size > limits.bytes()) {
            return false;
        }
        images.add(image);
        bytes += size;
        notifyAll();
        return true;
    }

    /**
     * Takes images of one shadow: that of the image that waits longest. Empty where none comes in time.
     *
     * @param most images to take
     */
    synchronized List<ShadowImage> take(int most, long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long left = timeoutMillis;
        while (images.isEmpty() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        List<ShadowImage> batch = new ArrayList<>();
        if (images.isEmpty()) {
            return batch;
        }
        ServedModel shadow = images.element().shadow();
        Iterator<ShadowImage> waiting = images.iterator();
        while (batch.size() < most && waiting.hasNext()) {
            ShadowImage image = waiting.next();
            if (image.shadow() == shadow) {
                waiting.remove();
                bytes -= image.value().length;
                batch.add(image);
            }
        }
        return batch;
    }

    synchronized int size() {
        return images.size();
    }
}
