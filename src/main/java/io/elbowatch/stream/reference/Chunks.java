package io.elbowatch.stream.reference;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes of unknown number in memory: at most twice their number, where a growing array takes three times. Used by one thread. */
final class Chunks extends OutputStream {
    private final List<byte[]> chunks = new ArrayList<>();
    private int bytes;

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int count) {
        chunks.add(Arrays.copyOfRange(from, start, start + count));
        bytes += count;
    }

    /** All of them. */
    byte[] joined() {
        byte[] joined = new byte[bytes];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, joined, at, chunk.length);
            at += chunk.length;
        }
        return joined;
    }
}
