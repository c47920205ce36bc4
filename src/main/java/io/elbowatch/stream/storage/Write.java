package io.elbowatch.stream.storage;

import java.util.concurrent.CompletableFuture;

/** One object on its way to the store. {@link Storage} changes it. */
public final class Write {
    final String uri;
    final String contentType;
    final CompletableFuture<Void> done = new CompletableFuture<>();
    private final int size;
    volatile byte[] bytes; // null once the object is there
    boolean dropped; // this and all below guarded by the storage
    int failures;
    long firstFailureNanos;
    String why = "it did not answer in time";

    Write(String uri, byte[] bytes, String contentType) {
        this.uri = uri;
        this.bytes = bytes;
        this.size = bytes.length;
        this.contentType = contentType;
    }

    /** Whether the object is there. */
    public boolean isDone() {
        return done.isDone();
    }

    /** Its size in bytes. */
    public int size() {
        return size;
    }
}
