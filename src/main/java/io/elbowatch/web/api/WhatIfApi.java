package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.stream.lookup.RecentPValues;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * What another α would have reported in the last hours: {@code GET /api/whatif?hours=4&alpha=0.003}; and a change of α by a
 * person: {@code POST /api/settings}. The scores of a number of hours are read once a minute at most, whatever the number
 * of browsers; of a few numbers of hours they are kept.
 */
public final class WhatIfApi implements Api {
    private static final int MAX_HOURS = 24 * 7;
    private static final int LISTED = 50;
    private static final int MAX_KEPT = 4;
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private final RecentPValues scores;
    private final AlphaInForce inForce;
    private final Lookups lookups;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Integer, Sample> kept = new LinkedHashMap<>(); // by hours, the oldest first

    private record Sample(int hours, long atMillis, long readNanos, RecentPValues.Read read) {}

    public WhatIfApi(RecentPValues scores, AlphaInForce inForce, Lookups lookups, Clock clock) {
        this(scores, inForce, lookups, clock, System::nanoTime);
    }

    WhatIfApi(RecentPValues scores, AlphaInForce inForce, Lookups lookups, Clock clock, LongSupplier nanoTime) {
        this.scores = scores;
        this.inForce = inForce;
        this.lookups = lookups;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/whatif", this::ask);
        routes.post("/api/settings", this::apply);
    }

    private void ask(Context context) {
        int hours = (int) number(context, "hours").orElse(1);
        if (hours < 1 || hours > MAX_HOURS) {
            throw new ApiRefusal(400, "hours must lie between 1 and " + MAX_HOURS, "ask for fewer hours");
        }
        double alpha = number(context, "alpha").orElse(inForce.alpha());
        if (!(alpha > 0 && alpha <= AlphaTally.MAX_ALPHA)) {
            throw new ApiRefusal(
                    400, "alpha must lie above 0 and be at most " + AlphaTally.MAX_ALPHA, "ask for a smaller alpha");
        }
        boolean mayChange = Author.find(context).isPresent() && inForce.changeable();
        lookups.json(context, () -> told(sample(hours), alpha, mayChange));
    }

    private static OptionalDouble number(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new ApiRefusal(400, name + " is no number", "write it as 4 or 0.001");
        }
    }

    private synchronized Sample sample(int hours) {
        long nowNanos = nanoTime.getAsLong();
        kept.values().removeIf(sample -> nowNanos - sample.readNanos() >= KEPT_NANOS);
        Sample before = kept.get(hours);
        if (before != null) {
            return before;
        }
        long now = clock.millis();
        Sample sample = new Sample(
                hours,
                now,
                nowNanos,
                scores.pValues(now - Duration.ofHours(hours).toMillis(), now));
        if (kept.size() == MAX_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(hours, sample);
        return sample;
    }

    private ObjectNode told(Sample sample, double alpha, boolean mayChange) {
        AlphaTally tally = sample.read().tally();
        AlphaTally.Outcome outcome = tally.at(alpha, LISTED);
        ObjectNode json = JsonAnswer.object()
                .put("alpha", alpha)
                .put("inForce", inForce.alpha())
                .put("smallest", inForce.smallest())
                .put("mayChange", mayChange)
                .put("hours", sample.hours())
                .put("at", sample.atMillis())
                .put("share", sample.read().share())
                .put("images", outcome.images())
                .put("reported", outcome.reported())
                .put("would", outcome.would())
                .put("changed", outcome.changed());
        ObjectNode others = json.putObject("others");
        inForce.others().forEach(others::put);
        ArrayNode sources = json.putArray("sources");
        outcome.sources()
                .forEach(one -> sources.addArray()
                        .add(one.source())
                        .add(one.images())
                        .add(one.reported())
                        .add(one.would()));
        ArrayNode edges = json.putArray("edges");
        for (double edge : tally.edges()) {
            edges.add((float) edge);
        }
        ArrayNode counts = json.putArray("counts");
        for (long count : tally.counts()) {
            counts.add(count);
        }
        return json;
    }

    private void apply(Context context) {
        String author = Author.of(context);
        JsonNode alpha = JsonBody.of(context).path("alpha");
        if (!alpha.isNumber() || !(alpha.doubleValue() > 0 && alpha.doubleValue() < 1)) {
            throw new ApiRefusal(400, "alpha is no number between 0 and 1", "send {\"alpha\": 0.003}");
        }
        if (!inForce.changeable()) {
            throw new ApiRefusal(
                    409, "alpha is fixed: no topic for settings is named", "start with --topics-settings settings");
        }
        inForce.refusal(alpha.doubleValue()).ifPresent(refusal -> {
            throw new ApiRefusal(409, refusal.detail(), refusal.reason().remedy());
        });
        lookups.json(
                context,
                () -> JsonAnswer.object()
                        .put("offset", inForce.change(alpha.doubleValue(), author))
                        .put("alpha", alpha.doubleValue())
                        .put("by", author));
    }
}
