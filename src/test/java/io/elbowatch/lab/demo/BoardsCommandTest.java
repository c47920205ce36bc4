package io.elbowatch.lab.demo;

import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class BoardsCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void shouldWriteAnIdxFile() throws IOException {
        Path out = folder.resolve("boards.idx");

        int exit = run("--out", out.toString(), "--count", "3", "--seed", "9");

        ByteBuffer idx = ByteBuffer.wrap(Files.readAllBytes(out));
        assertThat(exit).isZero();
        assertThat(idx.getInt()).isEqualTo(0x00000803);
        assertThat(new int[] {idx.getInt(), idx.getInt(), idx.getInt()}).containsExactly(3, 64, 64);
        for (int board = 0; board < 3; board++) {
            byte[] pixels = new byte[64 * 64];
            idx.get(pixels);
            assertThat(pixels)
                    .isEqualTo(new BoardGenerator(9).normal(board).picture().pixels());
        }
        assertThat(idx.hasRemaining()).isFalse();
        assertThat(folder.toFile().list()).containsExactly("boards.idx");
    }

    @Test
    void shouldWriteLabelsBesideDefects() throws IOException {
        Path out = folder.resolve("boards.idx.gz");

        int exit = run("--out", out.toString(), "--count", "14", "--defects", "--size", "32");

        assertThat(exit).isZero();
        assertThat(unzipped(folder.resolve("boards-labels.idx.gz")))
                .containsExactly(0, 0, 8, 1, 0, 0, 0, 14, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 1);
        byte[] images = unzipped(out);
        assertThat(images).hasSize(16 + 14 * 32 * 32);
        byte[] second = new byte[32 * 32];
        System.arraycopy(images, 16 + 32 * 32, second, 0, second.length);
        assertThat(second)
                .isEqualTo(new BoardGenerator(1, 32)
                        .defective(1, DefectKind.OPEN)
                        .picture()
                        .pixels());
    }

    @Test
    void shouldWriteFoldersByKind() throws IOException {
        Path out = folder.resolve("boards");

        int exit = run("--out", out.toString(), "--count", "12", "--defects");

        assertThat(exit).isZero();
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder("normal", "open", "short", "mousebite", "spur", "copper", "pinhole");
        BufferedImage image =
                ImageIO.read(out.resolve("pinhole/board-000011.png").toFile());
        byte[] pixels = (byte[]) image.getRaster().getDataElements(0, 0, 64, 64, null);
        assertThat(pixels)
                .isEqualTo(new BoardGenerator(1)
                        .defective(11, DefectKind.PINHOLE)
                        .picture()
                        .pixels());
    }

    @Test
    void shouldRefuseAnExistingTarget() throws IOException {
        Path out = Files.writeString(folder.resolve("boards.idx"), "mine");

        int exit = run("--out", out.toString(), "--count", "1");

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("boards.idx exists; give --force");
        assertThat(out).hasContent("mine");
    }

    @Test
    void shouldReplaceBoardsWhenForced() {
        Path out = folder.resolve("boards");
        run("--out", out.toString(), "--count", "3");

        int exit = run("--out", out.toString(), "--count", "2", "--force");

        assertThat(exit).isZero();
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("board-000000.png", "board-000001.png");
    }

    @Test
    void shouldNeverReplaceAFolderWithOtherFiles() throws IOException {
        Path mine = Files.writeString(folder.resolve("thesis.tex"), "years of work");

        int exit = run("--out", folder.toString(), "--count", "1", "--force");

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("holds files that are no boards");
        assertThat(mine).hasContent("years of work");
    }

    @Test
    void shouldSayWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        int exit = run("--out", file.resolve("boards.idx").toString(), "--count", "1");

        assertThat(exit).isEqualTo(1);
        assertThat(errors.toString()).contains("cannot write").contains("boards.idx");
    }

    @Test
    void shouldRefuseImpossibleNumbers() {
        assertThat(run("--out", folder.resolve("a").toString(), "--count", "0")).isEqualTo(2);
        assertThat(run("--out", folder.resolve("a").toString(), "--size", "7")).isEqualTo(2);
        assertThat(errors.toString()).contains("not 0").contains("not 7");
        assertThat(folder).isEmptyDirectory();
    }

    private int run(String... arguments) {
        return new CommandLine(new BoardsCommand())
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    private static byte[] unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
