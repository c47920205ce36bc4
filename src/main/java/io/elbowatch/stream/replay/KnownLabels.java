package io.elbowatch.stream.replay;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRead;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What people say of images, as the feedback topic has it now. The last label of an image holds. */
public final class KnownLabels {
    /** The feedback topic where the settings name none. */
    public static final String DEFAULT_TOPIC = "feedback";

    private final String topic;
    private final boolean found;
    private final Map<OutputOrigin, LabelRecord> labels = new HashMap<>();
    private int refused;

    private KnownLabels(String topic, boolean found) {
        this.topic = topic;
        this.found = found;
    }

    /**
     * Reads the topic to its end.
     *
     * @throws io.elbowatch.core.Refusal when it cannot be read, or the settings name one that does not exist
     */
    public static KnownLabels read(StreamSettings settings) {
        Optional<String> named = settings.flow().topics().people().feedback();
        String topic = named.orElse(DEFAULT_TOPIC);
        KnownLabels known = new KnownLabels(topic, named.isPresent() || exists(settings, topic));
        if (known.found) {
            try (RangeReader range = RangeReader.open(settings, topic, TopicBounds.ALL)) {
                range.read(known::take, passed -> {});
            }
        }
        return known;
    }

    /** Whether a topic is there, and this user may see it. */
    public static boolean exists(StreamSettings settings, String topic) {
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(settings)) {
            return cluster.topics().contains(topic);
        }
    }

    private void take(RangeRecord record) {
        byte[] key = record.source().map(text -> text.getBytes(UTF_8)).orElse(null);
        LabelRead read = LabelJson.read(key, record.value());
        if (read instanceof LabelRead.Label said) {
            labels.put(said.label().image(), said.label());
        } else if (read instanceof LabelRead.Withdrawal withdrawn) {
            labels.remove(withdrawn.image());
        } else {
            refused++;
        }
    }

    /**
     * The label of an image.
     *
     * @param timestampMillis of its record: a label of another time is of an earlier topic of this name
     */
    public Optional<Truth> of(String images, int partition, long offset, long timestampMillis) {
        LabelRecord label = labels.get(new OutputOrigin(images, partition, offset));
        boolean same = label != null
                && (label.timestampMillis().isEmpty()
                        || label.timestampMillis().equals(OptionalLong.of(timestampMillis)));
        return same ? Optional.of(label.label()) : Optional.empty();
    }

    /** That of an image of a range. */
    public Optional<Truth> of(RangeRecord image) {
        return of(image.topic(), image.partition(), image.offset(), image.timestampMillis());
    }

    /** All labels, one an image. */
    public Collection<LabelRecord> all() {
        return labels.values();
    }

    /** How many there are, and where they are from. */
    public String sentence() {
        if (!found) {
            return "no labels: there is no topic " + topic
                    + " (or this user may not see it); name it as topics.feedback";
        }
        return labels.size() + " labels in " + topic + (refused == 0 ? "" : "; " + refused + " records are no labels");
    }
}
