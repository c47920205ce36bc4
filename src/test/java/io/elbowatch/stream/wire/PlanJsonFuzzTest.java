package io.elbowatch.stream.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The reader of routes and bundles with the input of a fuzzer. */
class PlanJsonFuzzTest {
    private static final byte[] KEY = SettingsJson.MODELS_KEY.getBytes(UTF_8);
    private static final PlanRecord FULL =
            new PlanRecord(PlanJsonTest.PLAN, Optional.of("anna"), Optional.of(PlanJsonTest.PLAN));

    static Stream<byte[]> records() {
        return Stream.concat(
                Stream.of(SettingsJson.write(FULL)),
                Stream.of(
                                "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"a\"}}}",
                                "{\"schema\":2,\"routes\":[{\"keyRegex\":\"(a*)*[\\ud800\",\"bundle\":\"a\"}],\"bundles\":{}}",
                                "{\"schema\":2,\"routes\":[[]],\"bundles\":[{}],\"previous\":{\"previous\":{}}}",
                                "{\"schema\":2,\"routes\":{},\"bundles\":{\"\\u202e\":{\"at\":\"../x\",\"alpha\":1e400}}}")
                        .map(json -> json.getBytes(UTF_8)));
    }

    @MethodSource("records")
    @FuzzTest
    void shouldReadAnyValue(byte[] value) {
        SettingsRecord read = SettingsJson.read(KEY, value);
        if (read instanceof SettingsRecord.Plan plan) {
            assertThat(SettingsJson.read(KEY, SettingsJson.write(plan.plan()))).isEqualTo(read);
        }
        if (read instanceof SettingsRecord.Refused refused) {
            assertThat(refused.refusal().details())
                    .allSatisfy(
                            detail -> assertThat(detail).hasSizeLessThan(700).doesNotContain("\n", "\r", "\u202e"));
        }
    }
}
