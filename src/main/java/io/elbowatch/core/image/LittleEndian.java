package io.elbowatch.core.image;

/** Reads unsigned numbers whose least significant byte comes first. The caller has checked that the bytes are there. */
final class LittleEndian {
    private LittleEndian() {}

    static int unsignedShort(byte[] value, int at) {
        return value[at] & 0xff | (value[at + 1] & 0xff) << 8;
    }

    static int unsigned24(byte[] value, int at) {
        return unsignedShort(value, at) | (value[at + 2] & 0xff) << 16;
    }

    static int signedInt(byte[] value, int at) {
        return unsigned24(value, at) | value[at + 3] << 24;
    }

    static long unsignedInt(byte[] value, int at) {
        return signedInt(value, at) & 0xffff_ffffL;
    }
}
