package io.elbowatch.lab.board;

import java.util.Objects;
import java.util.Optional;

/**
 * A scanned circuit board. The picture equals the template everywhere except in the place of a defect.
 *
 * @param template the board without defect
 * @param picture the actual board
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
