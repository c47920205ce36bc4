package io.elbowatch.stream.incidents;

import io.elbowatch.core.source.HandlingProblem;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents that a person has acknowledged or closed, as the records of the topic say it. Memory is bounded: beyond
 * the limit the act that came first is forgotten. Used by many threads.
 */
public final class HandledIncidents {
    static final int MAX_ACTS = 20_000;
    private static final Logger LOG = LoggerFactory.getLogger(HandledIncidents.class);
    private static final int LOGGED = 10;
    private static final int MAX_KEY_BYTES = 512;

    private final int max;
    private final Map<String, String> incidentByKey = new LinkedHashMap<>();
    private final Map<String, Integer> acts = new HashMap<>();
    private final Map<HandlingProblem, Long> refused = new EnumMap<>(HandlingProblem.class);
    private long logged;

    public HandledIncidents() {
        this(MAX_ACTS);
    }

    HandledIncidents(int max) {
        this.max = max;
        for (HandlingProblem reason : HandlingProblem.values()) {
            refused.put(reason, 0L);
        }
    }

    /** Takes a record of the topic; a value of null withdraws the act. What is wrong is counted and changes nothing. */
    public synchronized void take(byte[] key, byte[] value) {
        if (key == null || key.length > MAX_KEY_BYTES) {
            refuse(HandlingProblem.FIELD, key == null ? "no key" : "a key of " + key.length + " bytes");
            return;
        }
        String name = new String(key, StandardCharsets.UTF_8);
        if (value == null) {
            forget(name);
            return;
        }
        HandlingJson.Read read = HandlingJson.read(value);
        if (read instanceof HandlingJson.Read.Refused no) {
            refuse(no.reason(), no.detail());
        } else if (read instanceof HandlingJson.Read.Taken taken) {
            keep(name, taken.record());
        }
    }

    private void keep(String name, HandlingRecord record) {
        forget(name);
        if (!record.act().handles()) {
            return;
        }
        incidentByKey.put(name, record.incident());
        acts.merge(record.incident(), 1, Integer::sum);
        if (incidentByKey.size() > max) {
            forget(incidentByKey.keySet().iterator().next());
        }
    }

    private void forget(String name) {
        Optional.ofNullable(incidentByKey.remove(name))
                .ifPresent(incident -> acts.computeIfPresent(incident, (same, n) -> n == 1 ? null : n - 1));
    }

    private void refuse(HandlingProblem reason, String detail) {
        refused.merge(reason, 1L, Long::sum);
        if (++logged <= LOGGED) {
            LOG.warn(
                    "handling of an incident not taken reason={} detail=\"{}\"{}",
                    reason.label(),
                    detail,
                    logged == LOGGED ? " further=\"counted only\"" : "");
        }
    }

    /** How many of these incidents are handled. */
    public synchronized int among(Set<String> incidents) {
        return incidents.size() < acts.size()
                ? (int) incidents.stream().filter(acts::containsKey).count()
                : (int) acts.keySet().stream().filter(incidents::contains).count();
    }

    /** How many incidents are handled. */
    synchronized int size() {
        return acts.size();
    }

    /** Number of records that were not taken, by reason; every reason is there. */
    public synchronized Map<HandlingProblem, Long> refused() {
        return new EnumMap<>(refused);
    }
}
