package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection.Reason;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.elbowatch.stream.intake.Inputs.IMAGE;
import static io.elbowatch.stream.intake.Inputs.intakes;
import static io.elbowatch.stream.intake.Inputs.record;
import static io.elbowatch.stream.intake.Inputs.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** CloudEvents as their specification (1.0.2) and its bindings to Kafka and JSON write them. */
class EventEnvelopeTest {
    private static final String BASE64 = Base64.getEncoder().encodeToString(IMAGE);
    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion",
            "1.0",
            "ce_type",
            "frame",
            "ce_source",
            "/line/4",
            "ce_id",
            "f-1",
            "ce_time",
            "2023-11-14T22:13:21Z");
    private static final IntakeRules USUAL = IntakeRules.of(IntakeFormat.CLOUDEVENTS);

    @Test
    void shouldReadABinaryEvent() {
        Arrival.Image image = image(USUAL, record(null, IMAGE, with(BINARY, "content-type", "image/jpeg")));

        assertThat(image.bytes()).isSameAs(IMAGE);
        assertThat(image.contentType()).isEqualTo("image/jpeg");
        assertThat(image.source()).asString().isEqualTo("/line/4");
        assertThat(image.id()).contains("f-1");
        assertThat(image.timestampMillis()).as("of the record").isEqualTo(Inputs.NOON);
    }

    @Test
    void shouldReadTheTimeOfAnEventOnRequest() {
        IntakeRules timed = rules(IntakeFormat.CLOUDEVENTS, "/image", "attribute:subject or key", "", "attribute:time");

        assertThat(image(timed, record(null, IMAGE, BINARY)).timestampMillis()).isEqualTo(Inputs.NOON + 1_000);
        assertThat(image(timed, record("k".getBytes(UTF_8), IMAGE, BINARY)).source())
                .asString()
                .isEqualTo("k");
    }

    @Test
    void shouldReadJsonInABinaryEvent() {
        Arrival.Image image = image(
                rules(IntakeFormat.CLOUDEVENTS, "/frame", "/camera", "", ""),
                record(
                        null,
                        ("{\"camera\":\"c7\",\"frame\":\"" + BASE64 + "\"}").getBytes(UTF_8),
                        with(BINARY, "content-type", "application/json; charset=UTF-8")));

        assertThat(image.bytes()).isEqualTo(IMAGE);
        assertThat(image.contentType()).isNull();
        assertThat(image.source()).asString().isEqualTo("c7");
        assertThat(image.id()).contains("f-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"datacontenttype\":\"image/jpeg\",\"data_base64\":\"%s\"   | image/jpeg",
                "\"data_base64\":\"%s\"                                      |",
                "\"datacontenttype\":\"image/jpeg\",\"data\":\"%s\"          | image/jpeg",
                "\"data\":\"data:image/jpeg;base64,%s\"                      | image/jpeg",
                "\"datacontenttype\":\"application/json\",\"data\":{\"image\":\"%s\"} |",
                "\"data\":{\"image\":\"data:image/jpeg;base64,%s\"}          | image/jpeg",
            })
    void shouldReadAStructuredEvent(String data, String type) {
        String event = "{\"specversion\":\"1.0\",\"type\":\"frame\",\"source\":\"/line/4\",\"id\":\"f-1\","
                + data.replace("%s", BASE64) + "}";
        for (Map<String, String> headers : java.util.List.of(
                Map.of("content-type", "application/cloudevents+json; charset=UTF-8"), Map.<String, String>of())) {
            Arrival.Image image = image(USUAL, record(null, event.getBytes(UTF_8), headers));

            assertThat(image.bytes()).isEqualTo(IMAGE);
            assertThat(image.contentType()).isEqualTo(type);
            assertThat(image.source()).asString().isEqualTo("/line/4");
            assertThat(image.id()).contains("f-1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "application/cloudevents-batch+json | [] | bad_envelope | a batch",
                "application/cloudevents+avro       | [] | bad_envelope | another format",
                "image/png                          | {} | bad_envelope | no CloudEvent: neither",
                "application/cloudevents+json       | {} | bad_envelope | specversion is missing",
                "application/cloudevents+json       | {\"specversion\":\"0.3\"} | bad_envelope | another specversion",
                "application/cloudevents+json       | {\"specversion\":\"1.0\"} | no_image | neither data_base64 nor",
                "application/cloudevents+json       | {\"specversion\":\"1.0\",\"data\":{\"x\":1}} | no_image | /image",
                "application/cloudevents+json       | {\"specversion\":\"1.0\",\"data\":[1]} | no_image | /image",
                "application/cloudevents+json       | {\"specversion\":\"1.0\",\"data\":7} | no_image | /data is no text",
                "application/cloudevents+json       | {\"specversion\":\"1.0\",\"data\":\"AAAA\",\"data_base64\":\"AAAA\"} | bad_envelope | two images",
            })
    void shouldSayWhyARecordIsNoEventWithAnImage(String type, String value, String reason, String detail) {
        Arrival arrival = intakes(USUAL).read(record(null, value.getBytes(UTF_8), Map.of("content-type", type)));

        assertThat(arrival).isInstanceOfSatisfying(Arrival.Refused.class, refused -> {
            assertThat(refused.rejection().reason().label()).isEqualTo(reason);
            assertThat(refused.rejection().detail()).contains(detail);
        });
    }

    @Test
    void shouldRefuseABinaryEventOfAnotherVersion() {
        Arrival arrival = intakes(USUAL).read(record(null, IMAGE, Map.of("ce_specversion", "0.3")));

        assertThat(arrival)
                .isInstanceOfSatisfying(
                        Arrival.Refused.class,
                        refused -> assertThat(refused.rejection().reason()).isEqualTo(Reason.BAD_ENVELOPE));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return more;
    }

    private static Arrival.Image image(IntakeRules rules, InputRecord record) {
        Arrival arrival = intakes(rules).read(record);
        assertThat(arrival).isInstanceOf(Arrival.Image.class);
        return (Arrival.Image) arrival;
    }
}
