package io.elbowatch.stream.intake;

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
    private final Map<String, Intake> intakes = new HashMap<>();

    public Intakes(IntakeSettings settings) {
        this.settings = settings;
    }

    /** The intake of a topic. */
    public Intake of(String topic) {
        return intakes.computeIfAbsent(topic, name -> intake(settings.of(name)));
    }

    /** What a record of any topic holds. */
    public Arrival read(InputRecord record) {
        return of(record.topic()).read(record);
    }

    private static Intake intake(IntakeRules rules) {
        return AS_IS;
    }
}
