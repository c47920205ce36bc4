package io.elbowatch.lab.board;

import java.util.Objects;
import java.util.Optional;

/**
 * A scanned circuit board. Without a defect the picture is the template; with one they differ in its place alone.
 *
 * @param template the board as it should be
 * @param picture the board as it is
 */
public record Board(Picture template, Picture picture, Optional<Defect> defect) {

    public Board {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(defect, "defect");
    }

    static Board normal(Picture picture) {
        return new Board(picture, picture, Optional.empty());
    }
}
