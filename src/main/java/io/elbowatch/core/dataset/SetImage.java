package io.elbowatch.core.dataset;

import java.util.Objects;

/**
 * One image of a set, as a record's value would carry it. Its name is unique within the set.
 *
 * @param name the path within the folder or zip, with slashes; for IDX the file's name, # and the index from 0
 * @param group what it belongs together with: the folder that it lies in, relative to the set, or the set's own name
 * @param bytes the file's content; for IDX the pixels, unsigned // [C, H, W]
 * @param contentType {@code image/png}, {@code image/jpeg} or {@code image/x-raw}
 */
public record SetImage(String name, String group, byte[] bytes, String contentType) {

    public SetImage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(contentType, "contentType");
    }
}
