package io.elbowatch.stream.flow;

import io.elbowatch.stream.output.RecordKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the topics. They are legal in Kafka and all different.
 *
 * @param inputs in: key = source, value = an encoded or raw image; one topic or more
 * @param scores out: every scored image, JSON
 * @param anomalies out: the anomalous images with reasons and places, JSON
 * @param evidence out: an anomalous image next to its reconstruction, PNG
 * @param incidents out: incidents of sources, opened and closed, JSON
 * @param rejected out: images that could not be scored, as they came
 * @param settings in: changes of α and of the deciding score at run time; empty for none
 * @param shadow out: images on whose verdict a shadow disagrees, JSON, outside of the transactions; empty for none
 * @param instances in and out: the state of every instance, JSON; empty for none
 * @param people what people say
 */
public record Topics(
        List<String> inputs,
        String scores,
        String anomalies,
        String evidence,
        String incidents,
        String rejected,
        Optional<String> settings,
        Optional<String> shadow,
        Optional<String> instances,
        PeopleTopics people) {
    // Before DEFAULT, whose constructor needs it.
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    /** The default names, without a settings topic. */
    public static final Topics DEFAULT =
            new Topics(List.of("images"), "scores", "anomalies", "evidence", "incidents", "rejected", Optional.empty());

    public Topics {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there must be a topic of images");
        }
        List<String> names = new ArrayList<>(inputs);
        names.addAll(List.of(scores, anomalies, evidence, incidents, rejected));
        settings.ifPresent(names::add);
        shadow.ifPresent(names::add);
        instances.ifPresent(names::add);
        names.addAll(people.names());
        for (String name : names) {
            if (!isLegal(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no topic name: letters, digits, '.', '_' and '-', at most 249");
            }
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("the names of the topics must all differ: " + names);
        }
    }

    /** With one input topic. */
    public Topics(
            String images,
            String scores,
            String anomalies,
            String evidence,
            String incidents,
            String rejected,
            Optional<String> settings) {
        this(List.of(images), scores, anomalies, evidence, incidents, rejected, settings);
    }

    /** Without topics for flips of shadows, for the state of instances and for people. */
    public Topics(
            List<String> inputs,
            String scores,
            String anomalies,
            String evidence,
            String incidents,
            String rejected,
            Optional<String> settings) {
        this(
                inputs,
                scores,
                anomalies,
                evidence,
                incidents,
                rejected,
                settings,
                Optional.empty(),
                Optional.empty(),
                PeopleTopics.NONE);
    }

    /** Whether Kafka allows a topic of this name. */
    public static boolean isLegal(String name) {
        return LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    /** These topics and a settings topic. */
    public Topics withSettings(String topic) {
        return new Topics(
                inputs,
                scores,
                anomalies,
                evidence,
                incidents,
                rejected,
                Optional.of(topic),
                shadow,
                instances,
                people);
    }

    /** These topics and one for the flips of shadows. */
    public Topics withShadow(Optional<String> topic) {
        return new Topics(inputs, scores, anomalies, evidence, incidents, rejected, settings, topic, instances, people);
    }

    /** These topics and one for the state of instances. */
    public Topics withInstances(Optional<String> topic) {
        return new Topics(inputs, scores, anomalies, evidence, incidents, rejected, settings, shadow, topic, people);
    }

    /** These topics and those of what people say. */
    public Topics withPeople(PeopleTopics named) {
        return new Topics(inputs, scores, anomalies, evidence, incidents, rejected, settings, shadow, instances, named);
    }

    /** These topics with other input topics. */
    public Topics withInputs(List<String> names) {
        return new Topics(names, scores, anomalies, evidence, incidents, rejected, settings, shadow, instances, people);
    }

    /** The first of the input topics, which is the only one unless more are named. */
    public String images() {
        return inputs.get(0);
    }

    /** Whether images come from more than one topic. */
    public boolean severalInputs() {
        return inputs.size() > 1;
    }

    /** The topics whose values have the form that is set, and what they hold. */
    public Map<String, RecordKind> kinds() {
        Map<String, RecordKind> kinds = new HashMap<>(
                Map.of(scores, RecordKind.SCORE, anomalies, RecordKind.ANOMALY, incidents, RecordKind.INCIDENT));
        people.feedback().ifPresent(topic -> kinds.put(topic, RecordKind.FEEDBACK));
        return kinds;
    }

    /** The topics that the stream writes. */
    public List<String> outputs() {
        List<String> outputs = new ArrayList<>(List.of(scores, anomalies, evidence, incidents, rejected));
        people.review().ifPresent(outputs::add);
        return List.copyOf(outputs);
    }
}
