package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes journal and pictures of records. Whatever a record holds, it is shown or counted as unreadable; what it keeps is bounded. Used
 * by one thread.
 */
final class Intake {
    private static final int LISTED_SOURCES = 500;

    private final LiveJson json = new LiveJson();
    private final Journal journal;
    private final Pictures pictures;
    private final ScoreTally scores;
    private final Sources sources = new Sources(Sources.MAX_SOURCES);
    private final Pulse pulse = new Pulse();
    private long unreadable;

    Intake(Journal journal, Pictures pictures, ModelIdentity model, Supplier<Judge> judge) {
        this.journal = journal;
        this.pictures = pictures;
        scores = new ScoreTally(model, judge);
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
        journal.add(Kind.PULSE, Long.toString(nowMillis), "", nowMillis, json.pulse(pulse.end(nowMillis, seconds)));
        scores.beat(journal, json, nowMillis);
        journal.add(Kind.SOURCES, nowMillis, json.sources(sources.worst(LISTED_SOURCES), sources.size()));
    }

    /** Tells what is wrong with the reading itself; empty for nothing. */
    void troubles(List<String> lines, long nowMillis) {
        journal.add(Kind.TROUBLE, nowMillis, json.troubles(lines));
    }

    private boolean score(Taken taken, long nowMillis) {
        if (taken.fresh()) {
            pulse.image(nowMillis - taken.atMillis());
            sources.image(taken.source(), taken.atMillis());
        }
        if (!scores.count(taken.fresh())) {
            return true;
        }
        Optional<ObjectNode> record = json.record(taken.value());
        record.ifPresent(scores::look);
        return record.isPresent();
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
