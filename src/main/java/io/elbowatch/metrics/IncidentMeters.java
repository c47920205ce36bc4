package io.elbowatch.metrics;

import io.elbowatch.core.source.HandlingProblem;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.stream.webhook.WebhookCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Which open incidents of this instance people take care of, and what was told of incidents elsewhere. */
final class IncidentMeters implements MultiCollector {
    private final Map<IncidentKind, Set<String>> open = new EnumMap<>(IncidentKind.class); // ids
    private volatile ToIntFunction<Set<String>> handled = ids -> 0;
    private volatile Supplier<Map<HandlingProblem, Long>> refused = Map::of;
    private volatile Supplier<WebhookCounts> webhook = () -> WebhookCounts.NONE;

    IncidentMeters() {
        for (IncidentKind kind : IncidentKind.values()) {
            open.put(kind, ConcurrentHashMap.newKeySet());
        }
    }

    void changed(IncidentKind kind, String id, boolean isOpen) {
        if (isOpen) {
            open.get(kind).add(id);
        } else {
            open.get(kind).remove(id);
        }
    }

    /** @param among called at every scrape @param refusals likewise */
    void handled(ToIntFunction<Set<String>> among, Supplier<Map<HandlingProblem, Long>> refusals) {
        handled = among;
        refused = refusals;
    }

    /** @param counts called at every scrape */
    void webhook(Supplier<WebhookCounts> counts) {
        webhook = counts;
    }

    @Override
    public MetricSnapshots collect() {
        Map<HandlingProblem, Long> refusals = refused.get();
        WebhookCounts told = webhook.get();
        return new MetricSnapshots(
                Snapshots.gauge(
                        MeterTable.INCIDENTS_ACKNOWLEDGED,
                        Arrays.stream(IncidentKind.values())
                                .map(kind -> Snapshots.point(handled.applyAsInt(open.get(kind)), "kind", kind.label()))
                                .toList()),
                Snapshots.counter(
                        MeterTable.HANDLING_REFUSED,
                        Arrays.stream(HandlingProblem.values())
                                .map(problem ->
                                        Snapshots.count(refusals.getOrDefault(problem, 0L), "reason", problem.label()))
                                .toList()),
                Snapshots.counter(MeterTable.WEBHOOK_SENT, List.of(Snapshots.count(told.sent()))),
                Snapshots.counter(
                        MeterTable.WEBHOOK_FAILED,
                        List.of(
                                Snapshots.count(told.refused(), "reason", "refused"),
                                Snapshots.count(told.unreachable(), "reason", "unreachable"))),
                Snapshots.counter(MeterTable.WEBHOOK_LEFT_OUT, List.of(Snapshots.count(told.leftOut()))));
    }
}
