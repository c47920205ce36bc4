package io.elbowatch.stream.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The image as base64 text or as a data URL, and nothing else. */
final class Base64Envelope implements Envelope {
    private static final String WHERE = "the value";

    private final int maxBytes;

    Base64Envelope(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Contents open(InputRecord record) throws UnfitRecordException {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return Contents.ofImage(value, null);
        }
        ImageText image = hasBlanks(value)
                ? ImageText.decode(new String(value, ISO_8859_1), maxBytes, WHERE)
                : ImageText.decode(value, 0, value.length, maxBytes, WHERE);
        return Contents.ofImage(image.bytes(), image.contentType());
    }

    /** Line breaks of those who wrap base64 after 76 characters. */
    private static boolean hasBlanks(byte[] value) {
        for (byte one : value) {
            if (one >= 0 && one <= ' ') {
                return true;
            }
        }
        return false;
    }
}
