package io.elbowatch.stream.wire;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Tallies;
import io.elbowatch.testing.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Compares {@code docs/schema/shadow.schema.json} with real records. */
class ShadowSchemaTest {
    private static final Path PAGE = Path.of("docs", "schema", "shadow.schema.json");
    private static final Judge JUDGE = Calibrations.judge(199, 0.05);
    private static final Verdict NORMAL = JUDGE.judge(Terms.of(100, 0, 0, 100, 100));
    private static final Verdict ANOMALOUS = JUDGE.judge(Terms.of(1000, 0, 0, 1000, 1000));

    @Test
    void shouldDescribeEveryRecordThatIsWritten() throws IOException {
        String closed =
                Files.readString(PAGE).replace("\"additionalProperties\": true", "\"additionalProperties\": false");
        byte[][] keys = {"camera-7".getBytes(UTF_8), {}, {(byte) 0xff}, null};
        for (byte[] key : keys) {
            for (OptionalLong offset : new OptionalLong[] {OptionalLong.empty(), OptionalLong.of(12)}) {
                String json = new String(
                        new ShadowFlipJson()
                                .write(new ShadowFlip(
                                        key, "images", 3, 1L << 40, -1, Tallies.PAIR, NORMAL, ANOMALOUS, offset)),
                        UTF_8);
                assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(closed, InputFormat.JSON)
                                .validate(json, InputFormat.JSON))
                        .as(json)
                        .isEmpty();
            }
        }
    }

    @Test
    void shouldTakeNoImageOnWhichBothAgree() {
        assertThatThrownBy(() ->
                        new ShadowFlip(null, "images", 0, 1, 0, Tallies.PAIR, NORMAL, NORMAL, OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
