package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection.Reason;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.elbowatch.stream.intake.Inputs.IMAGE;
import static io.elbowatch.stream.intake.Inputs.NOON;
import static io.elbowatch.stream.intake.Inputs.intakes;
import static io.elbowatch.stream.intake.Inputs.record;
import static io.elbowatch.stream.intake.Inputs.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IntakesTest {
    private static final byte[] KEY = "line-1".getBytes(UTF_8);
    private static final String BASE64 = Base64.getEncoder().encodeToString(IMAGE);

    @Test
    void shouldTakeAValueThatIsTheImageWithoutACopy() {
        Arrival.Image image = image(IntakeRules.RAW, record(KEY, IMAGE, Map.of("content-type", "image/jpeg")));

        assertThat(image.bytes()).isSameAs(IMAGE);
        assertThat(image.source()).isSameAs(KEY);
        assertThat(image.contentType()).isEqualTo("image/jpeg");
        assertThat(image.timestampMillis()).isEqualTo(NOON);
        assertThat(image.id()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "key, line-1",
        "topic, images",
        "topic-partition, images-2",
        "constant:press 4, press 4",
        "header:camera, c7",
        "header:none or header:empty or topic-partition, images-2",
        "header:none,",
    })
    void shouldFindTheSourceOfAnImageWithoutAnEnvelope(String places, String source) {
        Arrival.Image image = image(
                rules(IntakeFormat.RAW, "/image", places, "header:frame", "header:taken"),
                record(
                        KEY,
                        IMAGE,
                        Map.of("camera", "c7", "empty", "", "frame", "f-1", "taken", "2023-11-14T22:13:21Z")));

        assertThat(image.bytes()).isSameAs(IMAGE);
        assertThat(text(image.source())).isEqualTo(source);
        assertThat(image.id()).contains("f-1");
        assertThat(image.timestampMillis()).isEqualTo(NOON + 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"image\":\"%s\",\"camera\":{\"id\":\"c7\"},\"n\":7,\"at\":1700000001.5}",
                " {\"at\":1700000001500,\"n\":7,\"x\":[{\"image\":\"no\"}],\"camera\":{\"id\":\"c7\",\"y\":1},\"image\":\"data:;base64,%s\"} ",
                "{\"camera\":{\"id\":\"c7\"},\"n\":7,\"at\":\"2023-11-14T22:13:21.5Z\",\"image\":\"\\u002f9j\\/AAEC\\/vs=\"}",
                "\ufeff{\"camera\":{\"id\":\"c7\"},\"n\":7,\"at\":1700000001500,\"image\":\"%s\"}",
            })
    void shouldFindAllFactsOfAJsonDocument(String json) {
        String value = json.replace("%s", BASE64);
        Arrival.Image image =
                image(rules(IntakeFormat.JSON, "/image", "/camera/id or key", "/n", "/at"), record(value));

        assertThat(image.bytes()).isEqualTo(IMAGE);
        assertThat(text(image.source())).isEqualTo("c7");
        assertThat(image.id()).contains("7");
        assertThat(image.timestampMillis()).isEqualTo(NOON + 1_500);
        assertThat(image.contentType()).isNull();
    }

    @Test
    void shouldTakeTheTypeOfADataUrlUnlessAPlaceSaysAnother() {
        InputRecord record =
                record("{\"image\":\"data:image/jpeg;q=1;base64," + BASE64 + "\",\"type\":\"image/x-raw\"}");
        IntakeRules json = IntakeRules.of(IntakeFormat.JSON);

        assertThat(image(json, record).contentType()).isEqualTo("image/jpeg;q=1");
        assertThat(image(
                                new IntakeRules(
                                        json.format(),
                                        json.image(),
                                        json.source(),
                                        json.id(),
                                        json.timestamp(),
                                        Places.parse("/missing or /type"),
                                        json.reference(),
                                        json.hash()),
                                record)
                        .contentType())
                .isEqualTo("image/x-raw");
    }

    @Test
    void shouldSkipTheHeaderOfARegistryBeforeJson() {
        assertThat(image(IntakeRules.of(IntakeFormat.JSON), record("\0\0\0\0\7{\"image\":\"" + BASE64 + "\"}"))
                        .bytes())
                .isEqualTo(IMAGE);
    }

    @Test
    void shouldFindAnImageInAnArray() {
        assertThat(image(
                                rules(IntakeFormat.JSON, "/frames/1/a~1b", "", "", ""),
                                record("{\"frames\":[{\"a/b\":\"AA==\"},{\"a/b\":\"" + BASE64 + "\"}]}"))
                        .bytes())
                .isEqualTo(IMAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1,2]                               | no_image     | there is no image at /image",
                "{\"image\":null}                    | no_image     | there is no image at /image",
                "{\"image\":7}                       | no_image     | /image is no text",
                "{\"image\":{\"a\":1}}               | no_image     | /image is no text",
                "{\"image\":\"a<b\"}                 | no_image     | /image is no base64",
                "{\"image\":\"ä\"}                   | no_image     | /image is no base64",
                "{\"image\":\"data:image/png,AAAA\"} | no_image     | not marked as base64",
                "{\"image\":\"data:image/png;base64\"} | no_image   | not marked as base64",
                "{\"image\":\"AAAA\",\"image\":\"AA==\"} | bad_envelope | two images",
                "{\"image\":\"AAAA\",\"n\":1,\"n\":2} | bad_envelope | /n is there twice",
                "{\"image\":\"AAAA\",\"n\":{}}       | bad_envelope | /n is neither text nor a number",
                "{\"image\":\"AAAA\"} x              | bad_envelope | no JSON",
                "{\"image\":\"AAAA\"} {}             | bad_envelope | followed by something else",
                "{\"image\":\"AAAA\"                 | bad_envelope | no JSON",
                "{\"image\":\"AAAA                   | bad_envelope | no JSON",
                "\ufffd                              | bad_envelope | no JSON",
                "{\"image\":\"AAAA\",\"at\":\"noon\"} | bad_envelope | neither ISO 8601",
                "{\"image\":\"AAAA\",\"camera\":\"\\ud800\"} | bad_envelope | no Unicode text",
            })
    void shouldSayWhyADocumentHoldsNoImage(String json, String reason, String detail) {
        Arrival arrival = intakes(rules(IntakeFormat.JSON, "/image", "/camera", "/n", "/at"))
                .read(record(json));

        assertThat(arrival).isInstanceOfSatisfying(Arrival.Refused.class, refused -> {
            assertThat(refused.rejection().reason().label()).isEqualTo(reason);
            assertThat(refused.rejection().detail()).contains(detail).doesNotContain("<");
        });
    }

    @Test
    void shouldRefuseTenThousandLevelsAndInvalidUtf8() {
        Intakes json = intakes(IntakeRules.of(IntakeFormat.JSON));
        byte[] invalid = ("{\"image\":\"AAAA\",\"x\":\"??\"}").getBytes(UTF_8);
        invalid[invalid.length - 4] = (byte) 0xc3;

        assertThat(reason(json.read(record("[".repeat(10_000) + "]".repeat(10_000)))))
                .isEqualTo(Reason.BAD_ENVELOPE);
        assertThat(reason(json.read(record("{\"a\":".repeat(10_000))))).isEqualTo(Reason.BAD_ENVELOPE);
        assertThat(reason(json.read(record(KEY, invalid, Map.of())))).isEqualTo(Reason.BAD_ENVELOPE);
    }

    @Test
    void shouldRefuseALargeImageBeforeItIsDecoded() {
        String large = "A".repeat((Inputs.MAX_BYTES + 8) / 3 * 4);

        for (String value : new String[] {"{\"image\":\"" + large + "\"}", "{\"image\":\"\\u0041" + large + "\"}"}) {
            assertThat(reason(intakes(IntakeRules.of(IntakeFormat.JSON)).read(record(value))))
                    .isEqualTo(Reason.TOO_MANY_BYTES);
        }
        assertThat(reason(intakes(IntakeRules.of(IntakeFormat.BASE64)).read(record(large))))
                .isEqualTo(Reason.TOO_MANY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "data:image/jpeg;base64,%s", "/9j/AAEC\r\n/vs=\n"})
    void shouldTakeBase64WithoutAnEnvelope(String value) {
        assertThat(image(IntakeRules.of(IntakeFormat.BASE64), record(value.replace("%s", BASE64)))
                        .bytes())
                .isEqualTo(IMAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RAW", "BASE64", "JSON", "CLOUDEVENTS"})
    void shouldLeaveARecordWithoutAValueToTheDecoder(IntakeFormat format) {
        InputRecord record = record(KEY, null, Map.of("ce_specversion", "1.0"));

        assertThat(image(IntakeRules.of(format), record).bytes()).isNull();
    }

    @Test
    void shouldFindAReferenceInPlaceOfAnImage() {
        IntakeRules json = IntakeRules.of(IntakeFormat.JSON);
        IntakeRules rules = new IntakeRules(
                json.format(),
                json.image(),
                json.source(),
                json.id(),
                json.timestamp(),
                json.contentType(),
                Places.parse("header:elbowatch-ref or /url"),
                Places.parse("/sha256"));

        assertThat(intakes(rules).read(record("{\"url\":\"s3://a/b\",\"sha256\":\"00\"}")))
                .isInstanceOfSatisfying(Arrival.Reference.class, reference -> {
                    assertThat(reference.claim()).isEqualTo(new Claim("s3://a/b", Optional.of("00"), Optional.empty()));
                    assertThat(reference.source()).isEqualTo(KEY);
                });
    }

    @Test
    void shouldReadEachTopicByItsRules() {
        Intakes intakes = new Intakes(new IntakeSettings(
                IntakeRules.RAW,
                Map.of("other", IntakeRules.of(IntakeFormat.JSON)),
                Inputs.MAX_BYTES,
                Optional.empty()));

        assertThat(intakes.of("images")).isSameAs(intakes.of("images")).isNotSameAs(intakes.of("other"));
    }

    @Test
    void shouldNotReadAvroWithoutARegistry() {
        assertThatThrownBy(() -> intakes(IntakeRules.of(IntakeFormat.AVRO)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Arrival.Image image(IntakeRules rules, InputRecord record) {
        Arrival arrival = intakes(rules).read(record);
        assertThat(arrival).isInstanceOf(Arrival.Image.class);
        return (Arrival.Image) arrival;
    }

    private static Reason reason(Arrival arrival) {
        assertThat(arrival).isInstanceOf(Arrival.Refused.class);
        return ((Arrival.Refused) arrival).rejection().reason();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
