package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import io.elbowatch.stream.wire.RejectedRecord;
import io.elbowatch.stream.wire.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Turns records into journal entries and pictures. Whatever a record contains, it is shown or counted as unreadable.
 * Memory is bounded. Used by one thread.
 */
final class JournalWriter {
    /** Up to so many sources are sent each second. Where there are more, the worst are sent, and the others in turns. */
    private static final int LISTED_SOURCES = 500;

    private static final int WORST_SOURCES = 100;
    private static final int PARTS = Journal.SOURCE_PARTS;
    private static final int PARTS_PER_BEAT = 2;

    private static final int MAX_HANDLING_KEY_BYTES = 512;

    private static final String OWN = ""; // no instance has this name

    private final LiveJson json = new LiveJson();
    private final Journal journal;
    private final Flips flips;
    private final Pictures pictures;
    private final ScoreTally scores;
    private final Sources sources = new Sources(Sources.MAX_SOURCES, Journal.MAX_INCIDENTS);
    private final Progress progress = new Progress(Journal.MAX_INCIDENTS);
    private final Pulse pulse = new Pulse();
    private final Bundles bundles;
    private final Supplier<Optional<byte[]>> ownState;
    private long unreadable;
    private int turn;

    /**
     * @param application whose instances are shown
     * @param ownState the state of this instance; empty where it is in a topic
     */
    JournalWriter(
            Journal journal,
            Pictures pictures,
            Supplier<DrawnModel> model,
            String application,
            Supplier<Optional<byte[]>> ownState) {
        this.journal = journal;
        this.flips = new Flips(journal, json);
        this.pictures = pictures;
        this.bundles = new Bundles(application);
        this.ownState = ownState;
        scores = new ScoreTally(model);
    }

    void take(Output topic, OutputRecord output, long nowMillis) {
        boolean readable = switch (topic) {
            case SCORES -> score(output, nowMillis);
            case ANOMALIES -> anomaly(output);
            case EVIDENCE -> evidence(output);
            case INCIDENTS -> incident(output, nowMillis);
            case REJECTED -> rejected(output);
            case SHADOW -> flip(output);
            case INSTANCES -> instance(output);
            case HANDLING -> handling(output);
        };
        if (!readable) {
            unreadable++;
        }
    }

    /** Number of records that could not be read. */
    long unreadable() {
        return unreadable;
    }

    /** Adds the counts to the journal. @param seconds since the last call */
    void beat(long nowMillis, double seconds) {
        journal.add(Kind.PULSE, Long.toString(nowMillis), "", nowMillis, json.pulse(pulse.end(nowMillis, seconds)));
        scores.beat(journal, json, nowMillis);
        sources(nowMillis);
        journal.add(Kind.PROGRESS, nowMillis, json.progress(progress.counts()));
        ownState.get().flatMap(json::state).ifPresent(state -> bundles.take(OWN, state));
        bundles.forget(nowMillis);
        Collection<String> shown = flips.show(bundles.shadows(nowMillis));
        journal.add(Kind.BUNDLES, nowMillis, json.bundles(BundlesJson.of(bundles, shown, nowMillis)));
    }

    private void sources(long nowMillis) {
        boolean many = sources.size() > LISTED_SOURCES;
        int listed = many ? WORST_SOURCES : LISTED_SOURCES;
        journal.add(Kind.SOURCES, nowMillis, json.sources(sources.worst(listed), sources.size()));
        for (int i = 0; many && i < PARTS_PER_BEAT; i++) {
            String part = json.part(turn, sources.part(turn, PARTS), sources.size());
            journal.add(Kind.SOURCES, "part " + turn, "part " + turn, nowMillis, part);
            turn = (turn + 1) % PARTS;
        }
    }

    /**
     * Adds how far reading has come to the journal.
     *
     * @param read topics of which everything is read that was there when reading began
     * @param awayMillis since when nothing can be read; 0 where it can
     */
    void reading(Set<Output> read, long awayMillis, long nowMillis) {
        journal.add(Kind.READING, nowMillis, json.reading(read, awayMillis));
    }

    /** Adds what is wrong with the reading itself to the journal; no lines where nothing is. */
    void troubles(List<String> lines, long nowMillis) {
        journal.add(Kind.TROUBLE, nowMillis, json.troubles(lines));
    }

    private boolean score(OutputRecord output, long nowMillis) {
        if (output.fresh()) {
            pulse.image(nowMillis - output.atMillis());
            sources.image(output.source(), output.atMillis());
            progress.image(output.source(), output.atMillis());
        }
        if (!scores.count(output.fresh())) {
            return true;
        }
        Optional<ObjectNode> record = json.record(output.value());
        record.ifPresent(scores::add);
        return record.isPresent();
    }

    private boolean anomaly(OutputRecord output) {
        Optional<ObjectNode> record = json.record(output.value());
        if (record.isEmpty()) {
            return false;
        }
        Optional<String> named = name(record.get());
        if (named.isEmpty()) {
            return false;
        }
        if (output.fresh()) {
            pulse.anomaly();
            sources.anomaly(output.source(), output.atMillis());
            progress.anomaly(output.source(), output.atMillis());
        } else {
            sources.mentioned(output.source(), output.atMillis());
        }
        String name = named.get();
        boolean pictured = pictures.has(name);
        journal.add(
                pictured ? Kind.PICTURED : Kind.PLAIN,
                name,
                output.source(),
                output.atMillis(),
                json.anomaly(name, output.source(), output.atMillis(), pictured, record.get()));
        return true;
    }

    /** A picture may arrive before its anomaly or after it, because they are in two topics. */
    private boolean evidence(OutputRecord output) {
        Optional<String> image = output.image();
        Optional<StoredValue> stored = output.stored();
        if (image.isEmpty() || stored.isEmpty() && !Pictures.isPng(output.value())) {
            return false;
        }
        List<String> removed = stored.map(at -> pictures.put(image.get(), at))
                .orElseGet(() -> pictures.put(image.get(), output.value()));
        for (String gone : removed) {
            journal.remove(Kind.PICTURED, gone);
        }
        journal.remove(Kind.PLAIN, image.get())
                .ifPresent(plain -> journal.add(
                        Kind.PICTURED, image.get(), plain.group(), plain.atMillis(), json.pictured(plain.json())));
        return true;
    }

    private boolean incident(OutputRecord output, long nowMillis) {
        ObjectNode record = json.record(output.value()).orElse(null);
        if (record == null || !record.path("id").isTextual()) {
            return false;
        }
        String id = record.path("id").asText();
        long atMillis = record.path("at").asLong(output.atMillis());
        boolean closed = record.path("event").asText().equals("closed");
        if (closed) {
            sources.closed(output.source(), id);
            progress.closed(id);
            boolean shown = journal.remove(Kind.INCIDENT, id).isPresent();
            if (shown || output.fresh()) {
                journal.add(Kind.ENDED, id, "", atMillis, json.ended(id));
            }
        } else {
            if (!record.path("kind").asText().equals("silence")) {
                progress.opened(id, output.source(), atMillis, output.fresh() ? 0 : nowMillis);
            }
            sources.opened(output.source(), id);
        }
        journal.add(
                closed ? Kind.CLOSED : Kind.INCIDENT,
                id,
                output.source(),
                atMillis,
                json.incident(output.source(), record));
        return true;
    }

    private boolean flip(OutputRecord output) {
        Optional<ObjectNode> record = json.record(output.value());
        if (record.isEmpty()) {
            return false;
        }
        Optional<String> name = name(record.get());
        name.ifPresent(image -> flips.take(image, output.source(), output.atMillis(), record.get()));
        return name.isPresent();
    }

    private boolean instance(OutputRecord output) {
        if (output.value() == null) {
            return bundles.take(output.source(), null);
        }
        Optional<ObjectNode> state = json.state(output.value());
        return state.isPresent() && bundles.take(output.source(), state.get());
    }

    private boolean handling(OutputRecord output) {
        if (output.key() == null || output.key().length > MAX_HANDLING_KEY_BYTES) {
            return false;
        }
        String key = new String(output.key(), StandardCharsets.UTF_8);
        if (output.value() == null) {
            progress.withdrawn(key);
            journal.add(Kind.HANDLED, key, "", output.atMillis(), json.withdrawn(key));
            return true;
        }
        if (HandlingJson.read(output.value()) instanceof HandlingJson.Read.Taken taken) {
            HandlingRecord record = taken.record();
            if (record.act().handles()) {
                progress.handled(key, record.incident(), record.act(), record.atMillis());
            }
            journal.add(Kind.HANDLED, key, record.incident(), record.atMillis(), json.handled(key, record));
            return true;
        }
        return false;
    }

    /** The name of the image of a record; empty where it has no coordinates. */
    private static Optional<String> name(ObjectNode record) {
        JsonNode image = record.path("image");
        if (!image.path("topic").isTextual()
                || !image.path("partition").isIntegralNumber()
                || !image.path("offset").isIntegralNumber()) {
            return Optional.empty();
        }
        return Optional.of(image.path("topic").asText() + "-"
                + image.path("partition").asLong() + "-" + image.path("offset").asLong());
    }

    private boolean rejected(OutputRecord output) {
        String reason = output.header().apply(RejectedRecord.REASON);
        Optional<String> image = output.image();
        if (reason == null || image.isEmpty()) {
            return false;
        }
        if (output.fresh()) {
            pulse.rejected();
            sources.rejected(output.source(), output.atMillis());
        } else {
            sources.mentioned(output.source(), output.atMillis());
        }
        String detail = output.header().apply(RejectedRecord.DETAIL);
        int bytes = output.stored()
                .map(StoredValue::bytes)
                .orElseGet(() -> output.value() == null ? 0 : output.value().length);
        journal.add(
                Kind.REJECTED,
                image.get(),
                output.source(),
                output.atMillis(),
                json.rejected(image.get(), output.source(), output.atMillis(), reason, detail, bytes));
        return true;
    }
}
