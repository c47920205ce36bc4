package io.elbowatch.stream.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** The field {@code source}: the key of an image if it is text, cut after 256 characters. */
public final class SourceText {
    private static final int MAX_CHARS = 256;
    private static final String CUT = "…";

    private SourceText() {}

    /** @param key may be null */
    public static Optional<String> of(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        if (key.length <= MAX_CHARS && isAscii(key)) {
            return Optional.of(new String(key, US_ASCII));
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            return Optional.of(text.length() <= MAX_CHARS ? text : text.substring(0, end(text)) + CUT);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether only the key with the bytes of this text has this text. Images without a key, and keys that are no text,
     * are shown as an empty text. Keys of one beginning are cut to one text.
     */
    public static boolean isWhole(String text) {
        return !text.isEmpty() && (text.length() < MAX_CHARS || !text.endsWith(CUT));
    }

    /** Whether the text has the bytes of the key, and no character that JSON escapes. */
    static boolean isPlain(byte[] key) {
        if (key.length > MAX_CHARS) {
            return false;
        }
        for (byte one : key) {
            if (one < ' ' || one == '"' || one == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Most keys are ASCII. Other keys need a decoder to find out whether they are text; it takes 300 bytes. */
    private static boolean isAscii(byte[] key) {
        for (byte one : key) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }

    /** Not between the two surrogates of one character: JSON could write neither. */
    private static int end(String text) {
        return Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
    }
}
