package io.elbowatch.lab.board;

import java.util.Objects;

/**
 * What is wrong with a board, and where: outside of the place it equals its template.
 *
 * @param place the smallest rectangle around all changed pixels
 */
public record Defect(DefectKind kind, Rectangle place) {

    public Defect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
    }
}
