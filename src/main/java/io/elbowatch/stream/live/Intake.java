package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Makes journal and pictures of records. Whatever a record holds, it is shown or counted as unreadable; what it keeps is bounded. Used
 * by one thread.
 */
final class Intake {
    /** Looking at a score costs some 15 microseconds, counting it 0.2: a hundredth of a core, whatever the rate. */
    static final int LOOKS_PER_SECOND = 500;

    private static final int MAX_SOURCE_CHARS = 256;
    private static final int LISTED_SOURCES = 500;
    private static final String ONLY = "";

    private final LiveJson json = new LiveJson();
    private final Journal journal;
    private final Pictures pictures;
    private final ModelIdentity model;
    private final Supplier<Judge> judge;
    private final ScoreSample sample = new ScoreSample(ScoreSample.CAPACITY);
    private final Sources sources = new Sources(Sources.MAX_SOURCES);
    private final Pulse pulse = new Pulse();
    private Judge axesOf; // null before the first beat
    private List<ScoreAxis> axes = List.of();
    private int looks;
    private long read;
    private long looked;
    private long ofOthers;
    private long unreadable;

    /**
     * A record of an output topic.
     *
     * @param key null where its image has none
     * @param value null where it was left out
     * @param atMillis when the image was produced
     * @param header the text of a header, null where there is none
     * @param fresh whether it came after reading began
     */
    record Taken(byte[] key, byte[] value, long atMillis, Function<String, String> header, boolean fresh) {

        private String source() {
            if (key == null) {
                return "";
            }
            String text = new String(key, UTF_8);
            return text.length() <= MAX_SOURCE_CHARS ? text : text.substring(0, MAX_SOURCE_CHARS);
        }

        private Optional<String> image() {
            String topic = header.apply(Headers.TOPIC);
            String partition = header.apply(Headers.PARTITION);
            String offset = header.apply(Headers.OFFSET);
            return topic == null || partition == null || offset == null
                    ? Optional.empty()
                    : Optional.of(topic + "-" + partition + "-" + offset);
        }
    }

    Intake(Journal journal, Pictures pictures, ModelIdentity model, Supplier<Judge> judge) {
        this.journal = journal;
        this.pictures = pictures;
        this.model = model;
        this.judge = judge;
    }

    void take(Output output, Taken taken, long nowMillis) {
        boolean readable = switch (output) {
            case SCORES -> score(taken, nowMillis);
            case ANOMALIES -> anomaly(taken);
            case EVIDENCE -> evidence(taken);
            case INCIDENTS -> incident(taken);
            case REJECTED -> rejected(taken);
        };
        if (!readable) {
            unreadable++;
        }
    }

    /** Records that nothing could be made of. */
    long unreadable() {
        return unreadable;
    }

    /** Tells what is counted; so many seconds after it last did. */
    void beat(long nowMillis, double seconds) {
        looks = 0;
        journal.add(Kind.PULSE, Long.toString(nowMillis), ONLY, nowMillis, json.pulse(pulse.end(nowMillis, seconds)));
        Judge inForce = judge.get();
        if (inForce != axesOf) {
            axesOf = inForce;
            axes = ScoreAxes.of(inForce);
            journal.add(Kind.BINS, ONLY, ONLY, nowMillis, json.bins(axes));
        }
        journal.add(
                Kind.SCORES,
                ONLY,
                ONLY,
                nowMillis,
                json.scores(sample.counts(axes), sample.size(), read, looked, ofOthers));
        journal.add(Kind.SOURCES, ONLY, ONLY, nowMillis, json.sources(sources.worst(LISTED_SOURCES), sources.size()));
    }

    /** Tells what is wrong with the reading itself; empty for nothing. */
    void troubles(List<String> lines, long nowMillis) {
        journal.add(Kind.TROUBLE, ONLY, ONLY, nowMillis, json.troubles(lines));
    }

    private boolean score(Taken taken, long nowMillis) {
        read++;
        if (taken.fresh()) {
            pulse.image(nowMillis - taken.atMillis());
            sources.image(taken.source(), taken.atMillis());
            if (++looks > LOOKS_PER_SECOND) {
                return true;
            }
        }
        looked++;
        Optional<ObjectNode> record = json.record(taken.value());
        record.ifPresent(this::sample);
        return record.isPresent();
    }

    private void sample(ObjectNode record) {
        if (!record.at("/model/sha256").asText().equals(model.sha256())) {
            ofOthers++; // while instances are replaced: scores of two models do not compare
            return;
        }
        float[] scores = new float[1 + Score.values().length];
        scores[0] = (float) record.at("/verdict/pValue").asDouble(1);
        for (Score score : Score.values()) {
            scores[1 + score.ordinal()] =
                    (float) record.at("/terms/" + term(score)).asDouble();
        }
        sample.add(scores);
    }

    private static String term(Score score) {
        return switch (score) {
            case ELBO -> "elboLoss";
            case RECONSTRUCTION -> "reconstructionError";
            case KL -> "kl";
            case LOCAL -> "local";
            case DENSITY -> "density";
        };
    }

    private boolean anomaly(Taken taken) {
        Optional<ObjectNode> record = json.record(taken.value());
        if (record.isEmpty()) {
            return false;
        }
        JsonNode image = record.get().path("image");
        if (!image.path("topic").isTextual()
                || !image.path("partition").isIntegralNumber()
                || !image.path("offset").isIntegralNumber()) {
            return false;
        }
        if (taken.fresh()) {
            pulse.anomaly();
            sources.anomaly(taken.source(), taken.atMillis());
        } else {
            sources.mentioned(taken.source(), taken.atMillis());
        }
        String name = image.path("topic").asText() + "-"
                + image.path("partition").asLong() + "-" + image.path("offset").asLong();
        boolean pictured = pictures.get(name).isPresent();
        journal.add(
                pictured ? Kind.PICTURED : Kind.PLAIN,
                name,
                taken.source(),
                taken.atMillis(),
                json.anomaly(name, taken.source(), taken.atMillis(), pictured, record.get()));
        return true;
    }

    /** A picture comes with its anomaly, after it or before: they are of two topics. */
    private boolean evidence(Taken taken) {
        Optional<String> image = taken.image();
        if (image.isEmpty() || !Pictures.isPng(taken.value())) {
            return false;
        }
        for (String gone : pictures.put(image.get(), taken.value())) {
            journal.remove(Kind.PICTURED, gone);
        }
        journal.remove(Kind.PLAIN, image.get())
                .ifPresent(plain -> journal.add(
                        Kind.PICTURED, image.get(), plain.group(), plain.atMillis(), json.pictured(plain.json())));
        return true;
    }

    private boolean incident(Taken taken) {
        ObjectNode record = json.record(taken.value()).orElse(null);
        if (record == null || !record.path("id").isTextual()) {
            return false;
        }
        String id = record.path("id").asText();
        boolean closed = record.path("event").asText().equals("closed");
        if (closed) {
            sources.closed(taken.source(), id);
            journal.remove(Kind.INCIDENT, id);
        } else {
            sources.opened(taken.source(), id);
        }
        journal.add(
                closed ? Kind.CLOSED : Kind.INCIDENT,
                id,
                taken.source(),
                record.path("at").asLong(taken.atMillis()),
                json.incident(taken.source(), record));
        return true;
    }

    private boolean rejected(Taken taken) {
        String reason = taken.header().apply(RejectedRecord.REASON);
        Optional<String> image = taken.image();
        if (reason == null || image.isEmpty()) {
            return false;
        }
        if (taken.fresh()) {
            pulse.rejected();
            sources.rejected(taken.source(), taken.atMillis());
        } else {
            sources.mentioned(taken.source(), taken.atMillis());
        }
        String detail = taken.header().apply(RejectedRecord.DETAIL);
        int bytes = taken.value() == null ? 0 : taken.value().length;
        journal.add(
                Kind.REJECTED,
                image.get(),
                taken.source(),
                taken.atMillis(),
                json.rejected(image.get(), taken.source(), taken.atMillis(), reason, detail, bytes));
        return true;
    }
}
