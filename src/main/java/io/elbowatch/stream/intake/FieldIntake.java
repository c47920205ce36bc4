package io.elbowatch.stream.intake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Opens the envelope of each record, and looks for its source, time, id and type at the places of the rules. */
final class FieldIntake implements Intake {
    private final IntakeRules rules;
    private final Envelope envelope;

    FieldIntake(IntakeRules rules, Envelope envelope) {
        this.rules = rules;
        this.envelope = envelope;
    }

    @Override
    public Arrival read(InputRecord record) {
        try {
            return read(record, envelope.open(record));
        } catch (UnfitRecordException e) {
            return new Arrival.Refused(e.rejection());
        }
    }

    private Arrival read(InputRecord record, Contents contents) throws UnfitRecordException {
        byte[] source = bytes(rules.source(), record, contents);
        Optional<String> id = Optional.ofNullable(text(rules.id(), record, contents));
        String time = text(rules.timestamp(), record, contents);
        long millis = time == null ? record.timestampMillis() : MomentText.millis(time);
        String type = text(rules.contentType(), record, contents);
        String reference = text(rules.reference(), record, contents);
        if (reference != null) {
            Claim claim = new Claim(
                    reference, Optional.ofNullable(text(rules.hash(), record, contents)), Optional.ofNullable(type));
            return new Arrival.Reference(claim, source, millis, id);
        }
        if (contents.image() == null && record.value() != null) {
            throw UnfitRecordException.noImage(
                    rules.format() == IntakeFormat.CLOUDEVENTS
                            ? "the event has neither data_base64 nor an image at data" + rules.image()
                            : "there is no image at " + rules.image());
        }
        return new Arrival.Image(contents.image(), type == null ? contents.contentType() : type, source, millis, id);
    }

    private static byte[] bytes(Places places, InputRecord record, Contents contents) throws UnfitRecordException {
        for (Place place : places.all()) {
            byte[] found = switch (place.kind()) {
                case KEY -> record.key() == null || record.key().length == 0 ? null : record.key();
                case HEADER -> HeaderText.bytes(record.headers(), place.name());
                default -> utf8(place, text(place, record, contents));
            };
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Half a surrogate pair would become a question mark, and two sources one. */
    private static byte[] utf8(Place place, String text) throws UnfitRecordException {
        if (text == null) {
            return null;
        }
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw UnfitRecordException.envelope(place + " has characters that are no Unicode text");
        }
    }

    private static String text(Places places, InputRecord record, Contents contents) {
        for (Place place : places.all()) {
            String found = text(place, record, contents);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Null for nothing, and for an empty text. */
    private static String text(Place place, InputRecord record, Contents contents) {
        String text = switch (place.kind()) {
            case KEY -> record.key() == null ? null : new String(record.key(), UTF_8);
            case TOPIC -> record.topic();
            case TOPIC_PARTITION -> record.topic() + "-" + record.partition();
            case HEADER -> HeaderText.of(record.headers(), place.name());
            case CONSTANT -> place.name();
            case ATTRIBUTE, POINTER -> contents.texts().get(place);
        };
        return text == null || text.isEmpty() ? null : text;
    }
}
