package io.elbowatch.core.image;

import java.util.Arrays;

/**
 * A JPEG reduced to the parts that its pixels depend on: tables, frame and scans. It runs from SOI to EOI, has one
 * frame header, which is decodable, and no metadata that could make a decoder fail. It is marked as JFIF, so that every
 * decoder takes three components for YCbCr; {@code colours} says what they are. The standard Huffman tables come first,
 * for files that lack some, as those of MJPEG do. If the limits are not strict, a baseline JPEG whose EOI is missing
 * gets one, provided that its scans have all components. Whether their data are complete is known only when they are
 * decoded.
 *
 * @param data the reduced file
 * @param length the bytes of {@code data} that are used
 * @param header of its frame
 * @param colours its colour space
 * @param scans of the frame, 1 or more
 */
record JpegFile(byte[] data, int length, JpegHeader header, JpegColours colours, int scans) {

    static JpegFile read(byte[] value, DecodeLimits limits) throws UnfitImageException {
        return new Reading(value, limits).read();
    }

    private static final class Reading {
        /** Allowed for every image. Usual files have ten. */
        private static final int MIN_SCANS = 20;

        /** Allowed for small images. */
        private static final int MAX_SCANS = 100;

        /** A scan costs 0.7 nanoseconds a pixel, but only a few bytes of the file. This bounds the total. */
        private static final long MAX_SCANNED_PIXELS = 1 << 28;

        private static final byte[] EOI = {(byte) 0xff, (byte) 0xd9};
        private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
        /** APP0 of version 1.01, without a resolution and a thumbnail. */
        private static final byte[] JFIF_SEGMENT = {
            (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
        };

        private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};

        private final byte[] value;
        private final DecodeLimits limits;
        private final byte[] standardTables;
        private final byte[] data;
        private int length;
        private int at;
        private int scans;
        private int scannedComponents;
        private boolean progressive;
        private JpegHeader header;
        private boolean jfif;
        private int adobeTransform = JpegColours.NO_ADOBE;

        Reading(byte[] value, DecodeLimits limits) {
            this.value = value;
            this.limits = limits;
            this.standardTables = JpegTables.standard();
            this.data = new byte[value.length + JFIF_SEGMENT.length + standardTables.length + EOI.length];
        }

        JpegFile read() throws UnfitImageException {
            copy(0, 2);
            append(JFIF_SEGMENT);
            append(standardTables);
            at = 2;
            int marker = nextMarker();
            while (marker != 0xd9) {
                if (marker > 0x01 && (marker < 0xd0 || marker > 0xd8)) {
                    readSegment(marker);
                }
                marker = nextMarker();
            }
            append(EOI);
            if (header == null || scans == 0) {
                throw UnfitImageException.undecodable("the JPEG has no frame header or no scan");
            }
            return new JpegFile(data, length, header, JpegColours.of(header, jfif, adobeTransform), scans);
        }

        private void readSegment(int marker) throws UnfitImageException {
            require(2);
            int size = JpegHeader.unsignedShort(value, at);
            if (size < 2) {
                throw UnfitImageException.undecodable("a segment of the JPEG at byte " + at + " has length " + size);
            }
            require(size);
            int start = at - 2;
            int content = at + 2;
            at += size;
            switch (marker) {
                case 0xc4, 0xdb, 0xdd -> copy(start, at - start);
                case 0xe0 -> jfif |= size >= 16 && startsWith(content, JFIF);
                case 0xee -> {
                    if (size >= 14 && startsWith(content, ADOBE)) {
                        adobeTransform = value[content + 11] & 0xff;
                    }
                }
                case 0xda -> readScan(start);
                default -> readFrame(marker, start, content);
            }
        }

        private void readFrame(int marker, int start, int content) throws UnfitImageException {
            if (marker < 0xc0 || marker > 0xcf || marker == 0xc8 || marker == 0xcc) {
                return;
            }
            if (header != null) {
                throw UnfitImageException.undecodable("the JPEG has two frame headers");
            }
            progressive = marker == 0xc2;
            header = JpegHeader.read(value, marker, content, at - content, limits);
            copy(start, at - start);
        }

        private void readScan(int start) throws UnfitImageException {
            scans++;
            scannedComponents += at - start > 4 ? value[start + 4] & 0xff : 0;
            if (header == null) {
                throw UnfitImageException.undecodable("the JPEG has a scan before its frame header");
            }
            if (scans > maxScans()) {
                throw UnfitImageException.undecodable("the JPEG has more than " + maxScans() + " scans of "
                        + header.width() + "x" + header.height() + " pixels");
            }
            skipScanData();
            copy(start, at - start);
        }

        private long maxScans() {
            long affordable = MAX_SCANNED_PIXELS / ((long) header.width() * header.height());
            return Math.max(MIN_SCANS, Math.min(MAX_SCANS, affordable));
        }

        /** Skips to the first marker that is neither a stuffed byte nor a restart. */
        private void skipScanData() throws UnfitImageException {
            while (true) {
                while (at < value.length && value[at] != (byte) 0xff) {
                    at++;
                }
                if (endsWithoutMarker()) {
                    return;
                }
                require(2);
                int second = value[at + 1] & 0xff;
                if (value[at] == (byte) 0xff && second != 0 && second != 0xff && (second & ~7) != 0xd0) {
                    return;
                }
                at++;
            }
        }

        /** The second byte of the next marker. Bytes before it are skipped, as by libjpeg. */
        private int nextMarker() throws UnfitImageException {
            while (true) {
                if (endsWithoutMarker()) {
                    return 0xd9;
                }
                require(2);
                int marker = value[at + 1] & 0xff;
                if (value[at] == (byte) 0xff && marker != 0 && marker != 0xff) {
                    at += 2;
                    return marker;
                }
                at++;
            }
        }

        /** Whether the file ends here, or after the first byte of a marker, and may do so. */
        private boolean endsWithoutMarker() {
            int left = value.length - at;
            return !limits.strict()
                    && !progressive
                    && header != null
                    && scannedComponents == header.components()
                    && (left == 0 || (left == 1 && value[at] == (byte) 0xff));
        }

        private void require(int bytes) throws UnfitImageException {
            if (bytes > value.length - at) {
                throw UnfitImageException.undecodable(
                        "the JPEG breaks off at byte " + value.length + " before its end (EOI) marker");
            }
        }

        private boolean startsWith(int from, byte[] letters) {
            return Arrays.equals(value, from, from + letters.length, letters, 0, letters.length);
        }

        private void copy(int from, int count) {
            System.arraycopy(value, from, data, length, count);
            length += count;
        }

        private void append(byte[] bytes) {
            System.arraycopy(bytes, 0, data, length, bytes.length);
            length += bytes.length;
        }
    }
}
