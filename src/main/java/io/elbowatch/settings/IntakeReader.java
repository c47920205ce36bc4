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
import java.util.stream.Stream;

/** Reads the settings {@code intake.*}, and checks them against each other and against the topics of images. */
final class IntakeReader {
    private static final Set<Kind> FACTS = EnumSet.of(Kind.HEADER, Kind.POINTER, Kind.ATTRIBUTE);
    private static final Set<Kind> TYPES = EnumSet.of(Kind.HEADER, Kind.POINTER, Kind.ATTRIBUTE, Kind.CONSTANT);

    private static final Places REFERENCE = Places.parse("header:" + Headers.REFERENCE);
    private static final Places HASH = Places.parse("header:" + Headers.REFERENCE_HASH);

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
        boolean refers = values.find(SettingsTable.REFERENCE_FROM).isPresent();
        return new IntakeRules(
                format,
                value(SettingsTable.INTAKE_IMAGE, topic).orElse(usual.image()),
                places(SettingsTable.INTAKE_SOURCE, topic, format, usual.source()),
                places(SettingsTable.INTAKE_ID, topic, format, usual.id()),
                places(SettingsTable.INTAKE_TIMESTAMP, topic, format, usual.timestamp()),
                places(SettingsTable.INTAKE_CONTENT_TYPE, topic, format, usual.contentType()),
                places(SettingsTable.INTAKE_REFERENCE, topic, format, refers ? REFERENCE : Places.NONE),
                places(SettingsTable.INTAKE_HASH, topic, format, refers ? HASH : Places.NONE));
    }

    private <T> Optional<T> value(Setting<ByTopic<T>> setting, Optional<String> topic) {
        return values.find(setting).flatMap(all -> topic.isPresent() ? all.of(topic.get()) : all.others());
    }

    /** Of a value for all topics those places count that the format of the topic has. */
    private Places places(Setting<ByTopic<Places>> setting, Optional<String> topic, IntakeFormat format, Places usual) {
        List<Place> there = value(setting, topic).map(Places::all).orElse(List.of()).stream()
                .filter(place -> has(format, place))
                .toList();
        return there.isEmpty() ? usual : new Places(there);
    }

    private static boolean has(IntakeFormat format, Place place) {
        return switch (place.kind()) {
            case POINTER -> format.hasFields();
            case ATTRIBUTE -> format == IntakeFormat.CLOUDEVENTS;
            default -> true;
        };
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
        checkFields(problems);
        check(SettingsTable.INTAKE_SOURCE, EnumSet.allOf(Kind.class), problems);
        check(SettingsTable.INTAKE_ID, EnumSet.allOf(Kind.class), problems);
        check(SettingsTable.INTAKE_TIMESTAMP, FACTS, problems);
        check(SettingsTable.INTAKE_CONTENT_TYPE, TYPES, problems);
        check(SettingsTable.INTAKE_REFERENCE, FACTS, problems);
        check(SettingsTable.INTAKE_HASH, FACTS, problems);
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

    private void checkFields(Problems problems) {
        values.find(SettingsTable.INTAKE_IMAGE).ifPresent(all -> {
            List<String> topics = all.others().isPresent() ? unnamed(all) : List.of();
            boolean useless = !topics.isEmpty()
                    && topics.stream().noneMatch(topic -> format(topic).hasFields());
            Stream.concat(
                            all.named().stream().filter(topic -> !format(topic).hasFields()),
                            useless ? Stream.of(topics.get(0)) : Stream.empty())
                    .forEach(topic -> problems.add("intake.image of " + topic + " has no effect: intake.format is "
                            + format(topic).label() + ", whose values have no fields"));
        });
    }

    private void check(Setting<ByTopic<Places>> setting, Set<Kind> kinds, Problems problems) {
        values.find(setting).ifPresent(all -> {
            all.topics().forEach((topic, places) -> check(setting, kinds, places, List.of(topic), problems));
            all.others().ifPresent(places -> check(setting, kinds, places, unnamed(all), problems));
        });
    }

    /** @param topics that the places are for: one of them at least must have each place */
    private void check(Setting<?> setting, Set<Kind> kinds, Places places, List<String> topics, Problems problems) {
        for (Place place : places.all()) {
            if (!kinds.contains(place.kind())) {
                problems.add(
                        setting.key() + ": '" + place + "' does not have it; a header, a pointer or an attribute may");
            } else if (!topics.isEmpty() && topics.stream().noneMatch(topic -> has(format(topic), place))) {
                problems.add(setting.key() + ": '" + place + "' "
                        + (place.kind() == Kind.ATTRIBUTE ? "is of a CloudEvent" : "leads into a value with fields")
                        + ", but intake.format of " + topics.get(0) + " is "
                        + format(topics.get(0)).label());
            }
        }
    }

    private IntakeFormat format(String topic) {
        return value(SettingsTable.INTAKE_FORMAT, Optional.of(topic)).orElse(IntakeFormat.RAW);
    }

    private List<String> unnamed(ByTopic<?> value) {
        return values.get(SettingsTable.TOPICS_IMAGES).stream()
                .filter(topic -> !value.named().contains(topic))
                .toList();
    }
}
