package io.elbowatch.core.image;

import io.elbowatch.core.Labelled;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of an image in a record. A value that has none of them is rejected. */
enum ImageFormat implements Labelled {
    PNG,
    JPEG,
    RAW;

    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_MAGIC = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    /** The format that a content type declares; empty for other content types and for none. */
    static Optional<ImageFormat> declared(String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "image/png" -> Optional.of(PNG);
            case "image/jpeg", "image/jpg" -> Optional.of(JPEG);
            case "application/octet-stream", "image/x-raw" -> Optional.of(RAW);
            default -> Optional.empty();
        };
    }

    /** The format by the first bytes: PNG, JPEG or empty. */
    static Optional<ImageFormat> magic(byte[] value) {
        if (startsWith(value, PNG_MAGIC)) {
            return Optional.of(PNG);
        }
        return startsWith(value, JPEG_MAGIC) ? Optional.of(JPEG) : Optional.empty();
    }

    private static boolean startsWith(byte[] value, byte[] magic) {
        return value.length >= magic.length && Arrays.equals(value, 0, magic.length, magic, 0, magic.length);
    }
}
