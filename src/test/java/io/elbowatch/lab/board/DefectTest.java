package io.elbowatch.lab.board;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DefectTest {
    private static final int BOARDS = 50;

    private final BoardGenerator generator = new BoardGenerator(11);

    @ParameterizedTest
    @EnumSource
    void shouldChangePixelsInItsPlaceOnly(DefectKind kind) {
        for (int index = 0; index < BOARDS; index++) {
            Board board = generator.defective(index, kind);
            Rectangle place = board.defect().orElseThrow().place();
            int inside = 0;
            for (int row = 0; row < 64; row++) {
                for (int column = 0; column < 64; column++) {
                    boolean changed =
                            board.picture().at(column, row) != board.template().at(column, row);
                    assertThat(changed && !place.contains(column, row))
                            .as("%s %d changes column %d, row %d outside of %s", kind, index, column, row, place)
                            .isFalse();
                    inside += changed ? 1 : 0;
                }
            }
            assertThat(inside).as("changed pixels of %s %d", kind, index).isGreaterThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAddOrTakeCopperAsItsKindDoes(DefectKind kind) {
        boolean adds = kind == DefectKind.SHORT || kind == DefectKind.SPUR || kind == DefectKind.COPPER;
        for (int index = 0; index < BOARDS; index++) {
            Board board = generator.defective(index, kind);
            for (int pixel = 0; pixel < 64 * 64; pixel++) {
                int before = board.template().at(pixel % 64, pixel / 64);
                int after = board.picture().at(pixel % 64, pixel / 64);
                assertThat(adds ? after <= before : after >= before).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHORT")
    void shouldBeAboutAsLongAsAsked(DefectKind kind) {
        for (int pixels = 5; pixels <= 12; pixels++) {
            Rectangle place = generator
                    .defective(pixels, kind, pixels)
                    .defect()
                    .orElseThrow()
                    .place();
            // An open is as broad as its trace, which has up to 15 pixels and may lie diagonally.
            int most = kind == DefectKind.OPEN ? 22 : pixels + 3;
            assertThat(Math.max(place.width(), place.height())).isBetween(pixels / 2, most);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMostlyLieOnTheNormalBoardOfItsIndex(DefectKind kind) {
        int same = 0;
        for (int index = 0; index < BOARDS; index++) {
            byte[] template = generator.defective(index, kind).template().pixels();
            same += Arrays.equals(template, generator.normal(index).picture().pixels()) ? 1 : 0;
        }

        assertThat(same).isGreaterThan(BOARDS / 2);
    }

    @Test
    void shouldNotBeOnNormalBoards() {
        Board board = generator.normal(1);

        assertThat(board.defect()).isEmpty();
        assertThat(board.picture().pixels()).isEqualTo(board.template().pixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 17})
    void shouldRefuseImpossibleSizes(int pixels) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.defective(0, DefectKind.OPEN, pixels))
                .withMessageContaining("not " + pixels);
    }
}
