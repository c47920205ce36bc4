package io.elbowatch.stream.wire;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.LabelRead.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class LabelJsonTest {
    private static final byte[] KEY = "images-2-17".getBytes(UTF_8);
    private static final String IMAGE = "\"image\":{\"topic\":\"images\",\"partition\":2,\"offset\":17}";
    private static final String REST = "\"label\":\"defect\",\"by\":\"anna\",\"at\":5}";

    @Test
    void shouldReadWhatItWrites() {
        LabelRecord label = FeedbackSchemaTest.full(Truth.DEFECT);

        assertThat(LabelJson.read(LabelJson.key(label.image()), LabelJson.write(label)))
                .isEqualTo(new LabelRead.Label(label));
    }

    @Test
    void shouldReadAMissingValueAsAWithdrawal() {
        assertThat(LabelJson.read(KEY, null)).isEqualTo(new LabelRead.Withdrawal(new OutputOrigin("images", 2, 17)));
    }

    @Test
    void shouldIgnoreFurtherFields() {
        assertThat(read("{\"schema\":1," + IMAGE + ",\"mood\":{\"deep\":[1]}," + REST))
                .isInstanceOf(LabelRead.Label.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "images",
                "images-2",
                "images-2-",
                "images--17",
                "images-02-17",
                "images-2-+7",
                "images-2-99999999999999999999",
                "im ages-2-17",
                "-2-17",
                "images-2-17\n"
            })
    void shouldRefuseAKeyThatIsNoCoordinates(String key) {
        assertThat(LabelJson.read(key.getBytes(UTF_8), null))
                .isInstanceOfSatisfying(
                        LabelRead.Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.KEY));
        assertThat(OutputOrigin.ofText(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"images-2-17", "a-b-c-0-0", "a.b_c-1-999999999999999999"})
    void shouldReadTheTextOfCoordinatesThatItWrites(String text) {
        assertThat(OutputOrigin.ofText(text).map(OutputOrigin::text)).contains(text);
    }

    @Test
    void shouldRefuseTheKeyOfAnotherImage() {
        assertThat(LabelJson.read(
                        "images-2-18".getBytes(UTF_8), ("{\"schema\":1," + IMAGE + "," + REST).getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        LabelRead.Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.KEY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'schema':2,IMAGE,REST | SCHEMA",
                "{IMAGE,REST | SCHEMA",
                "{'schema':1,IMAGE,IMAGE,REST | MALFORMED",
                "{'schema':1,IMAGE,'label':'normal',REST | MALFORMED",
                "[1] | MALFORMED",
                "'' | MALFORMED",
                "{'schema':1,IMAGE,REST} | MALFORMED",
                "{'schema':1,IMAGE,'kind':'a\\nb',REST | FIELD",
                "{'schema':1,IMAGE,'comment':'\\ud800',REST | FIELD",
                "{'schema':1,IMAGE,'source':7,REST | FIELD",
                "{'schema':1,REST | FIELD"
            })
    void shouldSayWhyItRefuses(String value, Reason reason) {
        String json = value.strip()
                .replace('\'', '"')
                .replace("IMAGE", IMAGE)
                .replace("REST", REST)
                .replace("\"\"", "");

        assertThat(read(json))
                .isInstanceOfSatisfying(
                        LabelRead.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    }

    @Test
    void shouldRefuseDeepAndLargeValues() {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        assertThat(reason("{\"schema\":1," + IMAGE + ",\"x\":" + deep + "," + REST))
                .contains(Reason.MALFORMED);
        assertThat(reason("{\"schema\":1," + IMAGE + ",\"x\":\"" + "x".repeat(LabelJson.MAX_BYTES) + "\"," + REST))
                .contains(Reason.SIZE);
    }

    @Test
    void shouldQuoteLittleOfWhatItRefuses() {
        LabelRead read = read("{\"schema\":1," + IMAGE + ",\"label\":\"<b>\\n\\u202eforged line key=value "
                + "x".repeat(500) + "\",\"by\":\"a\",\"at\":1}");

        assertThat(read)
                .isInstanceOfSatisfying(
                        LabelRead.Refused.class,
                        no -> assertThat(no.detail()).hasSizeLessThan(200).doesNotContain("\n", "\u202e", "\""));
    }

    private static LabelRead read(String json) {
        return LabelJson.read(KEY, json.getBytes(UTF_8));
    }

    private static Optional<Reason> reason(String json) {
        return read(json) instanceof LabelRead.Refused no ? Optional.of(no.reason()) : Optional.empty();
    }
}
