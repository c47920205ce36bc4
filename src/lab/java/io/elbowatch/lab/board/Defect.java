package io.elbowatch.lab.board;

import java.util.Objects;

/**
 * A defect of a board. Outside of the place the board equals its template.
 *
 * @param place the smallest rectangle around all changed pixels
 */
public record Defect(DefectKind kind, Rectangle place) {

    public Defect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
    }
}
