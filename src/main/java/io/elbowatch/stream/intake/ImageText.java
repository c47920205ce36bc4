package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * An image that was text: base64 with the standard or the URL-safe alphabet, padded or not, alone or as a data URL (RFC
 * 2397). Nothing is allocated for an image with too many bytes.
 *
 * @param bytes of the image
 * @param contentType of its data URL, or null
 */
record ImageText(byte[] bytes, String contentType) {
    private static final byte[] DATA = "data:".getBytes(US_ASCII);
    private static final String BASE64 = ";base64";

    /** Far more than a media type with its parameters needs. */
    private static final int MAX_TYPE_CHARS = 256;

    /**
     * Decodes a part of an array.
     *
     * @param maxBytes of the image
     * @param where the text is, for the detail of the rejection
     */
    static ImageText decode(byte[] text, int from, int length, int maxBytes, String where) throws UnfitRecordException {
        if (!isDataUrl(text, from, length)) {
            return new ImageText(base64(text, from, length, maxBytes, where), null);
        }
        int comma = comma(text, from, length);
        String type = comma < 0 ? "" : new String(text, from + DATA.length, comma - from - DATA.length, ISO_8859_1);
        if (!type.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw UnfitRecordException.noImage(where + " is a data URL that is not marked as base64");
        }
        String declared = type.substring(0, type.length() - BASE64.length());
        return new ImageText(
                base64(text, comma + 1, from + length - comma - 1, maxBytes, where),
                declared.isBlank() ? null : declared);
    }

    /** Decodes a text whose characters all fit into a byte; others make it no base64. Blanks and line breaks are left out. */
    static ImageText decode(String text, int maxBytes, String where) throws UnfitRecordException {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                bytes[length++] = c < 0x80 ? (byte) c : (byte) 0x80;
            }
        }
        return decode(bytes, 0, length, maxBytes, where);
    }

    private static boolean isDataUrl(byte[] text, int from, int length) {
        if (length <= DATA.length) {
            return false;
        }
        for (int i = 0; i < DATA.length; i++) {
            if ((text[from + i] | 0x20) != (DATA[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int comma(byte[] text, int from, int length) {
        int end = Math.min(from + length, from + MAX_TYPE_CHARS);
        for (int i = from + DATA.length; i < end; i++) {
            if (text[i] == ',') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] base64(byte[] text, int from, int length, int maxBytes, String where)
            throws UnfitRecordException {
        long least = length / 4L * 3 - 2;
        if (least > maxBytes) {
            throw new UnfitRecordException(
                    Reason.TOO_MANY_BYTES,
                    where + " has " + length + " characters of base64, so at least " + least
                            + " bytes, but image.max-bytes allows " + maxBytes);
        }
        ByteBuffer part = ByteBuffer.wrap(text, from, length);
        try {
            return exact(decoder(text, from, length).decode(part));
        } catch (IllegalArgumentException e) {
            throw UnfitRecordException.noImage(where + " is no base64: " + e.getMessage());
        }
    }

    private static Base64.Decoder decoder(byte[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (text[i] == '-' || text[i] == '_') {
                return Base64.getUrlDecoder();
            }
            if (text[i] == '+' || text[i] == '/') {
                return Base64.getDecoder();
            }
        }
        return Base64.getDecoder();
    }

    private static byte[] exact(ByteBuffer decoded) {
        byte[] array = decoded.array();
        return array.length == decoded.remaining() ? array : Arrays.copyOf(array, decoded.remaining());
    }
}
