package io.elbowatch.stream.intake;

import io.elbowatch.stream.wire.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CloudEvents 1.0 in Kafka: binary, with attributes in headers and the data as the value; or structured, as one JSON
 * document. The data is the image, or JSON that holds it. Pointers of the rules lead into the data.
 */
final class EventEnvelope implements Envelope {
    private static final String PREFIX = "ce_";
    private static final String VERSION = "specversion";
    private static final String TYPE = "datacontenttype";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";
    private static final String DATA = "/data";

    private final IntakeRules rules;
    private final JsonFields data;
    private final JsonFields document;

    EventEnvelope(IntakeRules rules, int maxBytes) {
        this.rules = rules;
        data = new JsonFields(List.of(rules.image()), rules.pointers(), maxBytes);
        Map<String, Place> texts = new HashMap<>();
        for (String name : List.of(VERSION, TYPE)) {
            texts.put("/" + name, attribute(name));
        }
        rules.places()
                .filter(place -> place.kind() == Place.Kind.ATTRIBUTE)
                .forEach(place -> texts.put("/" + Pointer.escaped(place.name()), place));
        rules.pointers().forEach((pointer, place) -> texts.put(DATA + pointer, place));
        document = new JsonFields(List.of("/data_base64", DATA, DATA + rules.image()), texts, maxBytes);
    }

    private static Place attribute(String name) {
        return new Place(Place.Kind.ATTRIBUTE, name);
    }

    @Override
    public Contents open(InputRecord record) throws UnfitRecordException {
        String type = lower(Headers.contentType(record.headers()));
        if (type.startsWith(BATCH)) {
            throw UnfitRecordException.envelope("a batch of events: send each event as a record of its own");
        }
        if (type.startsWith(STRUCTURED)) {
            return structured(record, type);
        }
        String version = HeaderText.of(record.headers(), PREFIX + VERSION);
        if (version != null) {
            return binary(record, type, version);
        }
        if (type.isEmpty() && startsAsObject(record.value())) {
            return structured(record, STRUCTURED + "+json");
        }
        if (record.value() == null) {
            return Contents.ofImage(null, null);
        }
        throw UnfitRecordException.envelope("no CloudEvent: neither the header " + PREFIX + VERSION
                + " nor a content-type that begins with " + STRUCTURED);
    }

    private static boolean startsAsObject(byte[] value) {
        return value != null && value.length > 0 && value[0] == '{';
    }

    private Contents binary(InputRecord record, String type, String version) throws UnfitRecordException {
        requireVersion(version);
        Map<Place, String> texts = new HashMap<>();
        rules.places()
                .filter(place -> place.kind() == Place.Kind.ATTRIBUTE)
                .forEach(place -> put(texts, place, attributeOf(record, place.name())));
        if (record.value() == null || record.value().length == 0 || !isJson(type)) {
            return new Contents(record.value(), type.isEmpty() ? null : type, texts);
        }
        Contents inside = data.read(record.value(), 0, record.value().length);
        texts.putAll(inside.texts());
        return new Contents(inside.image(), inside.contentType(), texts);
    }

    private static String attributeOf(InputRecord record, String name) {
        return name.equals(TYPE)
                ? Headers.contentType(record.headers())
                : HeaderText.of(record.headers(), PREFIX + name);
    }

    private static void put(Map<Place, String> texts, Place place, String text) {
        if (text != null) {
            texts.put(place, text);
        }
    }

    private Contents structured(InputRecord record, String type) throws UnfitRecordException {
        if (!isJson(type)) {
            throw UnfitRecordException.envelope("a structured event in another format than JSON");
        }
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return Contents.ofImage(value, null);
        }
        Contents event = document.read(value, 0, value.length);
        requireVersion(event.texts().get(attribute(VERSION)));
        String declared = event.texts().get(attribute(TYPE));
        boolean ofImage = event.contentType() == null && declared != null && !isJson(lower(declared));
        return ofImage ? new Contents(event.image(), declared, event.texts()) : event;
    }

    private static void requireVersion(String version) throws UnfitRecordException {
        if (version == null || !version.startsWith("1.")) {
            throw UnfitRecordException.envelope("no CloudEvent of version 1: "
                    + (version == null ? VERSION + " is missing" : "another " + VERSION));
        }
    }

    private static boolean isJson(String type) {
        String media = type.split(";", 2)[0].strip();
        return media.endsWith("/json") || media.endsWith("+json");
    }

    private static String lower(String type) {
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }
}
