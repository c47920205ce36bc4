package io.elbowatch.core.dataset;

import java.util.Objects;

/**
 * One image of a set, encoded as in the value of a record. Its name is unique in the set.
 *
 * @param name the path in the folder or zip, with slashes; for IDX the name of the file, # and the index from 0
 * @param group the folder of the image, relative to the set; the name of the set for an image in no folder
 * @param bytes the content of the file; for IDX the unsigned bytes // [C, H, W]
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
