package io.elbowatch.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file in UTF-8 that a user writes. Editors of Windows put a byte order mark before the text: it is left out. */
final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /** @throws java.nio.charset.CharacterCodingException when it is in another charset */
    static String read(Path path) throws IOException {
        String text = Files.readString(path);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
}
