package io.elbowatch.stream.storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoreAddressTest {

    @Test
    void shouldTakeABucketWithAPrefixAndAFolder() {
        assertThat(new StoreAddress("s3://plant/line-1/").of("evidence/a")).isEqualTo("s3://plant/line-1/evidence/a");
        assertThat(new StoreAddress("s3://plant/").of("a")).isEqualTo("s3://plant/a");
        assertThat(new StoreAddress("file:/data/store/").of("a")).isEqualTo("file:/data/store/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "folder",
                "s3:",
                "s3://plant/line-1",
                "s3://plant/a/,s3://plant/b/",
                "https://host/folder/",
                "file:",
                "file:folder/",
                "file:///data/",
                "s3://plant/a?b/",
                "s3://plant/a b/"
            })
    void shouldRefuseOthers(String text) {
        assertThatThrownBy(() -> new StoreAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A key has 1,024 bytes at most, and the name of a topic up to 249. */
    @Test
    void shouldLeaveRoomForTheNamesOfObjects() {
        assertThatThrownBy(() -> new StoreAddress("s3://plant/" + "a".repeat(600) + "/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512");
    }
}
