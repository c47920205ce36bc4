package io.elbowatch.lab.board;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IslandsTest {

    @Test
    void shouldCountAnOpenAsOneMorePieceOfCopper() {
        assertThat(islands("....", "####", "....", "....")).isEqualTo(new Islands(1, 2));
        assertThat(islands("....", "#.##", "....", "....")).isEqualTo(new Islands(2, 1));
    }

    @Test
    void shouldCountAPinholeAsOneMorePieceOfBareBoard() {
        assertThat(islands("####", "#.##", "####", "....")).isEqualTo(new Islands(1, 2));
    }

    @Test
    void shouldConnectCopperAcrossCornersAndBareBoardNot() {
        assertThat(islands("##..", "##..", "..##", "..##")).isEqualTo(new Islands(1, 2));
    }

    private static Islands islands(String... rows) {
        Copper copper = new Copper(rows.length);
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < rows.length; column++) {
                if (rows[row].charAt(column) == '#') {
                    Point cell = Point.ofPixel(column, row);
                    copper.set(new Shape.Stroke(cell, cell, 1), true, new Roughness(0, 0, 0), 0);
                }
            }
        }
        return Islands.of(copper);
    }
}
