package io.elbowatch.metrics;

import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.stream.flow.EvidenceLeftOut;
import io.elbowatch.stream.flow.LossReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts events that are the same whichever model scores: each changes its own meters and no others. They exist from
 * the start and are looked up once, as in {@link ScoringMeters}.
 */
abstract class EventMeters implements ScoringObserver {
    private final Counter received;
    private final Counter bytes;
    private final Counter timestampsMoved;
    private final Counter offsetsBehind;
    private final AtomicInteger waitingImages = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Map<LossReason, Counter> lost = new EnumMap<>(LossReason.class);
    private final Map<SettingsRefusal.Reason, Counter> refused = new EnumMap<>(SettingsRefusal.Reason.class);
    private final Timer decode;
    private final Counter decodedAhead;
    private final Counter evidenceBytes;
    private final Timer evidence;
    private final Map<IncidentKind, Counter> incidentsOpened = new EnumMap<>(IncidentKind.class);
    private final Map<IncidentKind, AtomicInteger> incidentsOpen = new EnumMap<>(IncidentKind.class);
    private final AtomicInteger sourcesTracked = new AtomicInteger();
    private final Counter sourcesUntracked;
    private final Map<Choice, Counter> offered = new EnumMap<>(Choice.class);
    private final Map<EvidenceLeftOut, Counter> evidenceLeftOut = new EnumMap<>(EvidenceLeftOut.class);

    EventMeters(Meters meters) {
        received = meters.counter(MeterTable.RECEIVED);
        bytes = meters.counter(MeterTable.BYTES);
        timestampsMoved = meters.counter(MeterTable.TIMESTAMPS_MOVED);
        offsetsBehind = meters.counter(MeterTable.OFFSETS_BEHIND);
        meters.gauge(MeterTable.WAITING_IMAGES, waitingImages::get);
        meters.gauge(MeterTable.WAITING_BYTES, waitingBytes::get);
        for (LossReason reason : LossReason.values()) {
            lost.put(reason, meters.counter(MeterTable.LOST, "reason", reason.label()));
        }
        for (SettingsRefusal.Reason reason : SettingsRefusal.Reason.values()) {
            refused.put(reason, meters.counter(MeterTable.SETTINGS_REFUSED, "reason", reason.label()));
        }
        decode = meters.timer(MeterTable.DECODE, FixedBuckets.DECODE_SECONDS);
        decodedAhead = meters.counter(MeterTable.DECODED_AHEAD);
        evidenceBytes = meters.counter(MeterTable.EVIDENCE_BYTES);
        evidence = meters.timer(MeterTable.EVIDENCE, FixedBuckets.DECODE_SECONDS);
        for (IncidentKind kind : IncidentKind.values()) {
            AtomicInteger open = new AtomicInteger();
            incidentsOpen.put(kind, open);
            meters.gauge(MeterTable.INCIDENTS_OPEN, open::get, "kind", kind.label());
            incidentsOpened.put(kind, meters.counter(MeterTable.INCIDENTS_OPENED, "kind", kind.label()));
        }
        meters.gauge(MeterTable.SOURCES_TRACKED, sourcesTracked::get);
        sourcesUntracked = meters.counter(MeterTable.SOURCES_UNTRACKED);
        for (Choice why : List.of(Choice.RANDOM, Choice.NEAR)) {
            offered.put(why, meters.counter(MeterTable.REVIEW_OFFERED, "why", why.label()));
        }
        for (EvidenceLeftOut reason : EvidenceLeftOut.values()) {
            evidenceLeftOut.put(reason, meters.counter(MeterTable.EVIDENCE_LEFT_OUT, "reason", reason.label()));
        }
    }

    @Override
    public void received(int size) {
        received.increment();
        bytes.increment(size);
    }

    @Override
    public void decoded(long nanos) {
        decode.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void decodedAhead() {
        decodedAhead.increment();
    }

    @Override
    public void waiting(int images, long size) {
        waitingImages.addAndGet(images);
        waitingBytes.addAndGet(size);
    }

    @Override
    public void lost(LossReason reason, long images) {
        lost.get(reason).increment(images);
    }

    @Override
    public void timestampMoved() {
        timestampsMoved.increment();
    }

    @Override
    public void offsetBehind() {
        offsetsBehind.increment();
    }

    @Override
    public void evidence(int size, long nanos) {
        evidenceBytes.increment(size);
        evidence.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void evidenceLeftOut(EvidenceLeftOut reason) {
        evidenceLeftOut.get(reason).increment();
    }

    @Override
    public void offered(Choice why) {
        offered.get(why).increment();
    }

    @Override
    public void incidentOpened(IncidentKind kind) {
        incidentsOpened.get(kind).increment();
    }

    @Override
    public void incidentsOpen(IncidentKind kind, int incidents) {
        incidentsOpen.get(kind).addAndGet(incidents);
    }

    @Override
    public void tracking(int sources) {
        sourcesTracked.addAndGet(sources);
    }

    @Override
    public void sourceUntracked() {
        sourcesUntracked.increment();
    }

    @Override
    public void settingsRefused(SettingsRefusal.Reason reason) {
        refused.get(reason).increment();
    }
}
