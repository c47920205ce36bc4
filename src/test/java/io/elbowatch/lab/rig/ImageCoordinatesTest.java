package io.elbowatch.lab.rig;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageCoordinatesTest {

    @Test
    void shouldReadPartitionAndOffsetOfAScore() {
        byte[] score = "{\"schema\":1,\"image\":{\"topic\":\"offset\",\"partition\":2,\"offset\":17,\"timestamp\":3}}"
                .getBytes(UTF_8);

        assertThat(ImageCoordinates.of(score)).isEqualTo(new ImageCoordinates(2, 17));
    }

    @Test
    void shouldRefuseAScoreOfNoImage() {
        assertThatThrownBy(() -> ImageCoordinates.of("{\"schema\":1}".getBytes(UTF_8)))
                .hasMessageContaining("names no image");
    }
}
