package io.elbowatch.stream.intake;

import io.elbowatch.stream.registry.SchemaRegistry;
import io.elbowatch.stream.wire.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The intakes of all input topics, each made when its first record comes. Used by one thread. */
public final class Intakes {
    private static final Intake AS_IS = record -> new Arrival.Image(
            record.value(),
            Headers.contentType(record.headers()),
            record.key(),
            record.timestampMillis(),
            Optional.empty());

    private final IntakeSettings settings;
    private final Optional<SchemaRegistry> registry;
    private final Map<String, Intake> intakes = new HashMap<>();

    public Intakes(IntakeSettings settings) {
        this(settings, settings.hasAvro() ? settings.registry().map(SchemaRegistry::new) : Optional.empty());
    }

    private Intakes(IntakeSettings settings, Optional<SchemaRegistry> registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /** The same intakes for another thread, which ask the same client of the registry. */
    public Intakes another() {
        return new Intakes(settings, registry);
    }

    /** The intake of a topic. */
    public Intake of(String topic) {
        return intakes.computeIfAbsent(topic, name -> intake(settings.of(name)));
    }

    /** Whether the image of a record is its value, whatever it is. */
    public boolean takesAsIs(String topic) {
        return of(topic) == AS_IS;
    }

    /** What a record of any topic holds. */
    public Arrival read(InputRecord record) {
        return of(record.topic()).read(record);
    }

    /** Whether a record may refer to an image that is not in it; false without reading its value where that suffices. */
    public boolean mayRefer(InputRecord record) {
        return settings.of(record.topic()).reference().all().stream()
                .anyMatch(place ->
                        place.kind() != Place.Kind.HEADER || record.headers().lastHeader(place.name()) != null);
    }

    private Intake intake(IntakeRules rules) {
        return rules.takesAsIs() ? AS_IS : new FieldIntake(rules, envelope(rules));
    }

    private Envelope envelope(IntakeRules rules) {
        return switch (rules.format()) {
            case RAW -> record -> Contents.ofImage(record.value(), Headers.contentType(record.headers()));
            case BASE64 -> new Base64Envelope(settings.maxBytes());
            case JSON -> new JsonEnvelope(rules, settings.maxBytes());
            case CLOUDEVENTS -> new EventEnvelope(rules, settings.maxBytes());
            case AVRO -> new AvroEnvelope(rules, settings.maxBytes(), registry.orElseThrow()::schema, System::nanoTime);
        };
    }
}
