package io.elbowatch.core.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The inflated content of the IDAT chunks of a PNG. It reads exactly the requested bytes or fails. Closing it frees the
 * native memory of the inflater.
 */
final class PngData implements AutoCloseable {
    private final byte[] value;
    private final PngChunks chunks;
    private final Inflater inflater = new Inflater();

    /** @param chunks at the first IDAT chunk */
    PngData(byte[] value, PngChunks chunks) {
        this.value = value;
        this.chunks = chunks;
        inflater.setInput(value, chunks.offset(), chunks.length());
    }

    void read(byte[] into, int from, int length) throws UnfitImageException {
        int at = from;
        while (at < from + length) {
            int got = inflate(into, at, from + length - at);
            if (got == 0) {
                throw UnfitImageException.undecodable("the PNG's image data ends before its last row");
            }
            at += got;
        }
    }

    /**
     * Reads to the end of the file. Data after the last row is ignored, as by libpng. A zlib stream or a file that ends
     * too early after the last row is an error.
     */
    void finish() throws UnfitImageException {
        boolean surplus = inflate(new byte[1], 0, 1) > 0;
        if (!surplus && !inflater.finished()) {
            throw UnfitImageException.undecodable("the PNG's image data break off before their checksum");
        }
        boolean more = true;
        while (more) {
            more = chunks.next();
        }
    }

    /** The number of bytes inflated: at least 1, or 0 at the end of the data. */
    private int inflate(byte[] into, int from, int length) throws UnfitImageException {
        try {
            while (true) {
                int got = inflater.inflate(into, from, length);
                if (got > 0 || inflater.finished() || inflater.needsDictionary()) {
                    return got;
                }
                if (chunks.type() != PngChunks.IDAT || !chunks.next() || chunks.type() != PngChunks.IDAT) {
                    return 0;
                }
                inflater.setInput(value, chunks.offset(), chunks.length());
            }
        } catch (DataFormatException e) {
            throw UnfitImageException.undecodable("the PNG's image data are damaged: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
