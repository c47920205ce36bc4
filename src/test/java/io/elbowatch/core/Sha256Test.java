package io.elbowatch.core;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class Sha256Test {
    /** FIPS 180-4's own example. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void shouldMatchThePublishedExample() {
        assertThat(Sha256.hex("abc".getBytes(US_ASCII))).isEqualTo(OF_ABC);
        assertThat(Sha256.digest("abc".getBytes(US_ASCII))).hasSize(32).startsWith(0xba, 0x78, 0x16);
    }

    @Test
    void shouldHashPartsAsOneText() {
        assertThat(Sha256.hex("a".getBytes(US_ASCII), new byte[0], "bc".getBytes(US_ASCII)))
                .isEqualTo(OF_ABC);
    }
}
