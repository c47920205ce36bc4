package io.elbowatch.lab.board;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class IdxWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldWriteMagicSizesAndBytes() throws IOException {
        try (IdxWriter writer = new IdxWriter(out, 2, 1, 3)) {
            writer.write((byte) 1, (byte) 2, (byte) 3);
            writer.write((byte) 4, (byte) 5, (byte) 255);
        }

        assertThat(out.toByteArray())
                .containsExactly(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);
    }

    @Test
    void shouldRefuseMoreThanItsHeaderSays() throws IOException {
        try (IdxWriter writer = new IdxWriter(out, 1)) {
            writer.write((byte) 1);

            assertThatIOException().isThrownBy(() -> writer.write((byte) 2)).withMessageContaining("more than the 1");
        }
    }

    @Test
    void shouldFailToCloseWithLessThanItsHeaderSays() throws IOException {
        IdxWriter writer = new IdxWriter(out, 3);
        writer.write((byte) 1);

        assertThatIOException().isThrownBy(writer::close).withMessageContaining("1 of the 3 bytes");
    }
}
