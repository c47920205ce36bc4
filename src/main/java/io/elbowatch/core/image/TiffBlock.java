package io.elbowatch.core.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The pixels of one strip or tile of a TIFF. It reads exactly the requested bytes or fails. */
abstract class TiffBlock {
    /** @param inflater for blocks that are deflated; it is reset */
    static TiffBlock of(TiffHeader header, byte[] value, int block, Inflater inflater) {
        int from = header.offsets()[block];
        int length = header.lengths()[block];
        return switch (header.compression()) {
            case NONE -> new Stored(value, from, length);
            case PACK_BITS -> new PackBits(value, from, length);
            case LZW -> new TiffLzw(value, from, length);
            case DEFLATE -> new Deflated(value, from, length, inflater);
        };
    }

    final void read(byte[] into, int length) throws UnfitImageException {
        for (int at = 0; at < length; ) {
            int got = fill(into, at, length - at);
            if (got == 0) {
                throw UnfitImageException.undecodable("a strip or tile of the TIFF ends before its last row");
            }
            at += got;
        }
    }

    /** The number of bytes read: at least 1, or 0 at the end. */
    abstract int fill(byte[] into, int from, int length) throws UnfitImageException;

    /** Looks at what follows the last row, if the compression says something there. */
    void finish() throws UnfitImageException {}

    private static final class Stored extends TiffBlock {
        private final byte[] value;
        private final int end;
        private int at;

        Stored(byte[] value, int from, int length) {
            this.value = value;
            this.at = from;
            this.end = from + length;
        }

        @Override
        int fill(byte[] into, int from, int length) {
            int count = Math.min(length, end - at);
            System.arraycopy(value, at, into, from, count);
            at += count;
            return count;
        }
    }

    /** TIFF 6.0, section 9: n + 1 bytes as they are, or a byte 1 - n times. */
    private static final class PackBits extends TiffBlock {
        private static final int NOTHING = -128;

        private final byte[] value;
        private final int end;
        private int at;
        private int left;
        private boolean repeated;

        PackBits(byte[] value, int from, int length) {
            this.value = value;
            this.at = from;
            this.end = from + length;
        }

        @Override
        int fill(byte[] into, int from, int length) {
            while (left == 0 && end - at >= 2) {
                int head = value[at++];
                repeated = head < 0;
                left = head == NOTHING ? 0 : 1 + Math.abs(head);
            }
            int count = Math.min(left, length);
            if (count == 0 || !repeated && end - at < count) {
                return 0;
            }
            for (int i = 0; i < count; i++) {
                into[from + i] = value[repeated ? at : at + i];
            }
            left -= count;
            at += repeated ? left == 0 ? 1 : 0 : count;
            return count;
        }
    }

    private static final class Deflated extends TiffBlock {
        private final Inflater inflater;

        Deflated(byte[] value, int from, int length, Inflater inflater) {
            this.inflater = inflater;
            inflater.reset();
            inflater.setInput(value, from, length);
        }

        @Override
        int fill(byte[] into, int from, int length) throws UnfitImageException {
            try {
                return inflater.inflate(into, from, length);
            } catch (DataFormatException e) {
                throw UnfitImageException.undecodable("the TIFF's image data are damaged: " + e.getMessage());
            }
        }

        /** The checksum is looked at where the data end here. More rows than the image has are ignored. */
        @Override
        void finish() throws UnfitImageException {
            if (fill(new byte[1], 0, 1) == 0 && !inflater.finished()) {
                throw UnfitImageException.undecodable("the TIFF's image data break off before their checksum");
            }
        }
    }
}
