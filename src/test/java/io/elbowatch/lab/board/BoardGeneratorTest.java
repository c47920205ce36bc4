package io.elbowatch.lab.board;

import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoardGeneratorTest {

    @ParameterizedTest
    @CsvSource({"1, 0, cd3ecc67", "1, 1, a1a65036", "1, 999, a2422fc9", "7, 123456789012, 20020c60"})
    void shouldDrawTheSamePixelsOnEveryJdk(long seed, long index, String checksum) {
        assertThat(checksum(new BoardGenerator(seed).normal(index).picture())).isEqualTo(checksum);
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, a6da2309",
        "SHORT, 8df57c0d",
        "MOUSEBITE, 9c155d08",
        "SPUR, 4ad8e55f",
        "COPPER, 981bace8",
        "PINHOLE, 583b6feb"
    })
    void shouldEtchTheSameDefectsOnEveryJdk(DefectKind kind, String checksum) {
        Board board = new BoardGenerator(1).defective(3, kind);

        assertThat(checksum(board.picture())).isEqualTo(checksum);
    }

    @Test
    void shouldDrawABoardWhateverWasDrawnBefore() {
        BoardGenerator used = new BoardGenerator(5);
        used.normal(0);
        used.defective(41, DefectKind.SHORT);

        byte[] pixels = used.normal(42).picture().pixels();

        assertThat(pixels).isEqualTo(new BoardGenerator(5).normal(42).picture().pixels());
    }

    @Test
    void shouldNeverBeBlankOrFull() {
        for (int seed = 0; seed < 1000; seed++) {
            Picture picture = new BoardGenerator(seed).normal(0).picture();
            int copper = 0;
            for (byte pixel : picture.pixels()) {
                copper += pixel == 0 ? 1 : 0;
            }
            assertThat(copper / (64 * 64.0)).as("copper of seed %d", seed).isBetween(0.10, 0.751);
        }
    }

    @Test
    void shouldBeBlackAndWhite() {
        byte[] pixels = new BoardGenerator(3).normal(9).picture().pixels();

        assertThat(pixels).containsOnly((byte) 0, (byte) 255);
    }

    @Test
    void shouldHardlyEverRepeat() {
        Set<String> boards = new HashSet<>();
        BoardGenerator generator = new BoardGenerator(2);
        for (int index = 0; index < 1000; index++) {
            boards.add(checksum(generator.normal(index).picture()));
        }

        assertThat(boards).hasSizeGreaterThan(990);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 100, 256})
    void shouldFillBoardsOfOtherSizes(int size) {
        Picture picture = new BoardGenerator(1, size).normal(0).picture();

        assertThat(picture.width()).isEqualTo(size);
        assertThat(picture.pixels()).hasSize(size * size).contains(0).contains(255);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 31, 1025})
    void shouldRefuseImpossibleSizes(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BoardGenerator(1, size))
                .withMessageContaining("not " + size);
    }

    static String checksum(Picture picture) {
        CRC32 crc = new CRC32();
        crc.update(picture.pixels());
        return "%08x".formatted(crc.getValue());
    }
}
