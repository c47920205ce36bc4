package io.elbowatch.lab.board;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoardSetTest {
    private static final int COUNT = 48;

    private final BoardSet clean = new BoardSet(new BoardGenerator(2), COUNT, false);
    private final BoardSet withDefects = new BoardSet(new BoardGenerator(2), COUNT, true);

    @Test
    void shouldDrawNormalBoardsAlikeWithAndWithoutDefects() {
        int[] normal = IntStream.range(0, COUNT)
                .filter(index -> withDefects.board(index).defect().isEmpty())
                .toArray();

        assertThat(normal).hasSize(COUNT / 2);
        for (int index : normal) {
            assertThat(withDefects.board(index).picture().pixels())
                    .as("board %d", index)
                    .isEqualTo(clean.board(index).picture().pixels());
        }
    }

    @Test
    void shouldEtchEveryKindEquallyOften() {
        for (DefectKind kind : DefectKind.values()) {
            long etched = IntStream.range(0, COUNT)
                    .filter(index -> withDefects
                            .board(index)
                            .defect()
                            .filter(defect -> defect.kind() == kind)
                            .isPresent())
                    .count();

            assertThat(etched).as(kind.label()).isEqualTo(COUNT / 2 / DefectKind.values().length);
        }
    }
}
