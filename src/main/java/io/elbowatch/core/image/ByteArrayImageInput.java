package io.elbowatch.core.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The first bytes of an array as the input of an image reader. It neither copies nor caches, unlike the streams of
 * ImageIO.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {
    private final byte[] data;
    private final int length;

    ByteArrayImageInput(byte[] data, int length) {
        this.data = data;
        this.length = length;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < length ? data[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int max) {
        bitOffset = 0;
        if (streamPos >= length) {
            return -1;
        }
        int count = (int) Math.min(max, length - streamPos);
        System.arraycopy(data, (int) streamPos, into, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return length;
    }
}
