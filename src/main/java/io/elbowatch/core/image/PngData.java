package io.elbowatch.core.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The inflated content of a PNG's IDAT chunks. It gives exactly what is asked for or ends the decoding; close frees the
 * inflater's native memory.
 */
final class PngData implements AutoCloseable {
    private final byte[] value;
    private final PngChunks chunks;
    private final Inflater inflater = new Inflater();

    /** The cursor stands on the first IDAT chunk. */
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
     * Reads to the end of the file. Data after the last row are ignored, as libpng does; a zlib stream or a file that
     * breaks off after the last row is not.
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

    /** At least one byte, or 0 at the end of the data. */
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
