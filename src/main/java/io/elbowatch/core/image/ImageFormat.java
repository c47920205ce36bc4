package io.elbowatch.core.image;

import io.elbowatch.core.Labelled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of an image in a record. A value that has none of them is rejected. */
enum ImageFormat implements Labelled {
    PNG,
    JPEG,
    TIFF,
    BMP,
    RAW;

    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_MAGIC = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte JPEG_LS = (byte) 0xf7; // follows where the file is a JPEG-LS
    private static final byte[] LITTLE_TIFF = ascii("II*\0");
    private static final byte[] BIG_TIFF = ascii("MM\0*");

    /** The format that a content type declares; empty for other content types and for none. */
    static Optional<ImageFormat> declared(String contentType) {
        return switch (type(contentType)) {
            case "image/png" -> Optional.of(PNG);
            case "image/jpeg", "image/jpg" -> Optional.of(JPEG);
            case "image/tiff" -> Optional.of(TIFF);
            case "image/bmp", "image/x-ms-bmp" -> Optional.of(BMP);
            case "application/octet-stream", "image/x-raw" -> Optional.of(RAW);
            default -> Optional.empty();
        };
    }

    /** A content type in lower case without its parameters; empty for none. */
    static String type(String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        return type.toLowerCase(Locale.ROOT);
    }

    /** The format by the first bytes; empty for raw and for none. */
    static Optional<ImageFormat> magic(byte[] value) {
        if (has(value, 0, PNG_MAGIC)) {
            return Optional.of(PNG);
        }
        if (has(value, 0, JPEG_MAGIC)) {
            return value.length > 3 && value[3] == JPEG_LS ? Optional.empty() : Optional.of(JPEG);
        }
        if (has(value, 0, LITTLE_TIFF) || has(value, 0, BIG_TIFF)) {
            return Optional.of(TIFF);
        }
        return BmpHeader.begins(value) ? Optional.of(BMP) : Optional.empty();
    }

    private static boolean has(byte[] value, int at, byte[] magic) {
        return value.length >= at + magic.length && Arrays.equals(value, at, at + magic.length, magic, 0, magic.length);
    }

    private static byte[] ascii(String letters) {
        return letters.getBytes(StandardCharsets.US_ASCII);
    }
}
