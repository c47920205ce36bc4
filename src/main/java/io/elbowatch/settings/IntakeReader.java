package io.elbowatch.settings;

import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Place;
import io.elbowatch.stream.intake.Place.Kind;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.stream.wire.Headers;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the settings {@code intake.*}, and checks them against each other and against the topics of images. */
final class IntakeReader {
    private static final Set<Kind> TIMES = EnumSet.of(Kind.HEADER, Kind.POINTER, Kind.ATTRIBUTE);
    private static final Set<Kind> TYPES = EnumSet.of(Kind.HEADER, Kind.POINTER, Kind.ATTRIBUTE, Kind.CONSTANT);
    private static final Set<Kind> ADDRESSES = TIMES;

    private static final Places REFERENCE = Places.parse("header:" + Headers.REFERENCE);
    private static final Places HASH = Places.parse("header:" + Headers.REFERENCE_SHA256);

    private final Values values;

    IntakeReader(Values values) {
        this.values = values;
    }

    /** The settings. All values have been checked. */
    IntakeSettings settings(Optional<RegistrySettings> registry) {
        Map<String, IntakeRules> topics = new HashMap<>();
        for (String topic : values.get(SettingsTable.TOPICS_IMAGES)) {
            topics.put(topic, rules(Optional.of(topic)));
        }
        return new IntakeSettings(
                rules(Optional.empty()),
                topics,
                Math.toIntExact(values.get(SettingsTable.IMAGE_MAX_BYTES).bytes()),
                registry);
    }

    /** @param topic empty for the topics that have no rules of their own, such as one that only a command names */
    private IntakeRules rules(Optional<String> topic) {
        IntakeFormat format = value(SettingsTable.INTAKE_FORMAT, topic).orElse(IntakeFormat.RAW);
        IntakeRules usual = IntakeRules.of(format);
        boolean fetched = values.has(SettingsTable.REFERENCE_FROM);
        return new IntakeRules(
                format,
                value(SettingsTable.INTAKE_IMAGE, topic).orElse(usual.image()),
                value(SettingsTable.INTAKE_SOURCE, topic).orElse(usual.source()),
                value(SettingsTable.INTAKE_ID, topic).orElse(usual.id()),
                value(SettingsTable.INTAKE_TIMESTAMP, topic).orElse(usual.timestamp()),
                value(SettingsTable.INTAKE_CONTENT_TYPE, topic).orElse(usual.contentType()),
                value(SettingsTable.INTAKE_REFERENCE, topic).orElse(fetched ? REFERENCE : usual.reference()),
                value(SettingsTable.INTAKE_HASH, topic).orElse(fetched ? HASH : usual.hash()));
    }

    private <T> Optional<T> value(Setting<ByTopic<T>> setting, Optional<String> topic) {
        return values.find(setting).flatMap(all -> topic.isPresent() ? all.of(topic.get()) : all.others());
    }

    /** Adds what contradicts itself to the problems. */
    void check(Problems problems) {
        if (!values.areAllowed(
                SettingsTable.TOPICS_IMAGES,
                SettingsTable.IMAGE_MAX_BYTES,
                SettingsTable.INTAKE_FORMAT,
                SettingsTable.INTAKE_IMAGE,
                SettingsTable.INTAKE_SOURCE,
                SettingsTable.INTAKE_ID,
                SettingsTable.INTAKE_TIMESTAMP,
                SettingsTable.INTAKE_CONTENT_TYPE,
                SettingsTable.INTAKE_REFERENCE,
                SettingsTable.INTAKE_HASH)) {
            return;
        }
        checkTopics(problems);
        boolean avro = values.find(SettingsTable.INTAKE_FORMAT).stream()
                .anyMatch(formats ->
                        formats.others().filter(IntakeFormat.AVRO::equals).isPresent()
                                || formats.topics().containsValue(IntakeFormat.AVRO));
        if (avro && !values.has(SettingsTable.REGISTRY_URL)) {
            problems.add("intake.format = avro needs registry.url");
        }
        for (String topic : values.get(SettingsTable.TOPICS_IMAGES)) {
            checkPlaces(topic, problems);
        }
    }

    private void checkTopics(Problems problems) {
        List<String> topics = values.get(SettingsTable.TOPICS_IMAGES);
        for (Setting<? extends ByTopic<?>> setting : SettingsTable.INTAKE) {
            values.find(setting).stream()
                    .flatMap(all -> all.named().stream())
                    .filter(topic -> !topics.contains(topic))
                    .forEach(topic ->
                            problems.add(setting.key() + " names " + topic + ", which is no topic of topics.images"));
        }
    }

    private void checkPlaces(String topic, Problems problems) {
        IntakeRules rules = rules(Optional.of(topic));
        boolean fields = rules.format().hasFields();
        if (!fields && value(SettingsTable.INTAKE_IMAGE, Optional.of(topic)).isPresent()) {
            problems.add("intake.image of " + topic + " has no effect: intake.format is "
                    + rules.format().label() + ", whose values have no fields");
        }
        check(SettingsTable.INTAKE_SOURCE, rules.source(), EnumSet.allOf(Kind.class), topic, rules, problems);
        check(SettingsTable.INTAKE_ID, rules.id(), EnumSet.allOf(Kind.class), topic, rules, problems);
        check(SettingsTable.INTAKE_TIMESTAMP, rules.timestamp(), TIMES, topic, rules, problems);
        check(SettingsTable.INTAKE_CONTENT_TYPE, rules.contentType(), TYPES, topic, rules, problems);
        check(SettingsTable.INTAKE_REFERENCE, rules.reference(), ADDRESSES, topic, rules, problems);
        check(SettingsTable.INTAKE_HASH, rules.hash(), ADDRESSES, topic, rules, problems);
    }

    private static void check(
            Setting<?> setting, Places places, Set<Kind> kinds, String topic, IntakeRules rules, Problems problems) {
        for (Place place : places.all()) {
            String what = setting.key() + " of " + topic + ": '" + place + "' ";
            if (!kinds.contains(place.kind())) {
                problems.add(what + "does not have it; a header, a pointer or an attribute may");
            } else if (place.kind() == Kind.POINTER && !rules.format().hasFields()) {
                problems.add(what + "leads into a value with fields, but intake.format is "
                        + rules.format().label());
            } else if (place.kind() == Kind.ATTRIBUTE && rules.format() != IntakeFormat.CLOUDEVENTS) {
                problems.add(what + "is of a CloudEvent, but intake.format is "
                        + rules.format().label());
            }
        }
    }
}
