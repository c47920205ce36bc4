package io.elbowatch.stream.live;

import io.elbowatch.stream.wire.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PicturesTest {

    @Test
    void shouldRemoveTheOldestAndReturnTheirNames() {
        Pictures pictures = new Pictures(10);
        pictures.put("a", new byte[4]);
        pictures.put("b", new byte[4]);

        assertThat(pictures.put("c", new byte[4])).containsExactly("a");
        assertThat(pictures.get("a")).isEmpty();
        assertThat(pictures.get("b")).isPresent();
    }

    @Test
    void shouldReplaceAPictureOfTheSameName() {
        Pictures pictures = new Pictures(10);
        pictures.put("a", new byte[8]);

        assertThat(pictures.put("a", new byte[9])).isEmpty();
        assertThat(pictures.bytes()).isEqualTo(9);
    }

    @Property(tries = 100)
    void shouldNeverHoldMoreThanAllowed(@ForAll @Size(max = 300) List<@IntRange(min = 0, max = 40) Integer> sizes) {
        Pictures pictures = new Pictures(100);
        for (int i = 0; i < sizes.size(); i++) {
            pictures.put("p" + i % 200, new byte[sizes.get(i)]);
            assertThat(pictures.bytes()).isBetween(0L, 100L);
        }
        long held = 0;
        for (int i = 0; i < 200; i++) {
            held += pictures.get("p" + i).map(png -> png.length).orElse(0);
        }
        assertThat(pictures.bytes()).isEqualTo(held);
    }

    @Test
    void shouldKeepWhereAPictureIs() {
        Pictures pictures = new Pictures(100);
        StoredValue stored = new StoredValue("s3://plant/a", "00", 50_000);
        pictures.put("a", stored);

        assertThat(pictures.has("a")).isTrue();
        assertThat(pictures.get("a")).isEmpty();
        assertThat(pictures.stored("a")).contains(stored);
        assertThat(pictures.put("b", new byte[90])).containsExactly("a");
        assertThat(pictures.bytes()).isEqualTo(90);
    }

    @Test
    void shouldRecognizeAPngByItsSignature() {
        assertThat(Pictures.isPng("<html>".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(Pictures.isPng(new byte[0])).isFalse();
        assertThat(Pictures.isPng(null)).isFalse();
    }
}
