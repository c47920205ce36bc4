package io.elbowatch.stream.flow;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The key of an image as routes read it: all of it, as text. */
final class KeyText {
    private KeyText() {}

    /** Null for no key, and for one that is no text. @param key may be null */
    static String of(byte[] key) {
        if (key == null) {
            return null;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
