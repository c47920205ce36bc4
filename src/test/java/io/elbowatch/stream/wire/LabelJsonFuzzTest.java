package io.elbowatch.stream.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.elbowatch.core.quality.Truth;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The reader of the feedback topic with the input of a fuzzer. */
class LabelJsonFuzzTest {
    private static final byte[] KEY = "images-2-17".getBytes(UTF_8);

    static Stream<byte[]> records() {
        return Stream.concat(
                Stream.of(LabelJson.write(FeedbackSchemaTest.full(Truth.DEFECT))),
                Stream.of(
                                "{\"schema\":1,\"image\":{\"topic\":\"images\",\"partition\":2,\"offset\":17},\"label\":\"normal\",\"by\":\"\\ud800\",\"at\":1}",
                                "{\"schema\":1,\"image\":[],\"label\":{},\"by\":null,\"at\":1e400}",
                                "[[[[1]]]]",
                                "{\"schema\":1,\"schema\":1}")
                        .map(json -> json.getBytes(UTF_8)));
    }

    @MethodSource("records")
    @FuzzTest
    void shouldReadAnyValue(byte[] value) {
        LabelRead read = LabelJson.read(KEY, value);
        if (read instanceof LabelRead.Label label) {
            assertThat(LabelJson.read(KEY, LabelJson.write(label.label()))).isEqualTo(read);
        }
        if (read instanceof LabelRead.Refused refused) {
            assertThat(refused.detail()).hasSizeLessThan(200).doesNotContain("\n", "\r", "\u202e", "\"");
        }
        assertThat(LabelJson.read(value, value)).isNotNull();
    }
}
