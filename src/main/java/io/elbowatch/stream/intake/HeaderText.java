package io.elbowatch.stream.intake;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Record headers as text. */
final class HeaderText {
    private HeaderText() {}

    /** The value of the last header of this name; null where there is none, or an empty one. */
    static byte[] bytes(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length == 0 ? null : header.value();
    }

    /** As text; bytes that are not UTF-8 become '\uFFFD'. */
    static String of(Headers headers, String name) {
        byte[] value = bytes(headers, name);
        return value == null ? null : new String(value, UTF_8);
    }
}
