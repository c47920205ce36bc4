package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.quality.Estimate;
import io.elbowatch.core.quality.QualityEstimate;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.stream.feedback.LiveQuality;
import io.elbowatch.stream.wire.Decision;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How good the verdicts are, and which images wait for a label: {@code /api/quality} and {@code /api/review}. Both answers
 * are bounded.
 */
public final class QualityApi implements Api {
    static final int MAX_SOURCES = 500;
    static final int MAX_IMAGES = 200;

    private final LiveQuality quality;
    private final AlphaInForce inForce;

    public QualityApi(LiveQuality quality, AlphaInForce inForce) {
        this.quality = quality;
        this.inForce = inForce;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/quality", this::quality);
        routes.get("/api/review", this::review);
    }

    private void quality(Context context) {
        Optional<QualityReport> report = quality.report();
        ObjectNode json = JsonAnswer.object()
                .put("ready", report.isPresent())
                .put("windowMillis", quality.window().toMillis());
        report.ifPresent(now -> write(json, now));
        JsonAnswer.send(context, json);
    }

    private void write(ObjectNode json, QualityReport report) {
        Collection<Double> others = inForce.others().values();
        if (others.isEmpty()) {
            report.alpha().ifPresent(alpha -> json.put("alpha", alpha));
        } else { // the figures are of all bundles, and no single α is theirs
            json.put("alphaLow", Math.min(inForce.alpha(), Collections.min(others)));
            json.put("alphaHigh", Math.max(inForce.alpha(), Collections.max(others)));
        }
        json.put("unresolved", report.unresolved()).put("waiting", report.waiting());
        json.set("all", json(report.all()));
        ArrayNode sources = json.putArray("sources");
        report.sources().entrySet().stream()
                .sorted(Comparator.comparingDouble(QualityApi::badness).thenComparing(Map.Entry::getKey))
                .limit(MAX_SOURCES)
                .forEach(source ->
                        sources.addObject().put("source", source.getKey()).setAll(json(source.getValue())));
        json.put("moreSources", Math.max(0, report.sources().size() - MAX_SOURCES));
    }

    /** The worst first: what the labels say for certain decides. */
    private static double badness(Map.Entry<String, QualityEstimate> source) {
        return source.getValue().precision().map(Estimate::high).orElse(2.0);
    }

    private static ObjectNode json(QualityEstimate estimate) {
        ObjectNode json = JsonAnswer.object();
        put(json, "precision", estimate.precision());
        put(json, "falseAlarmRate", estimate.falseAlarmRate());
        put(json, "recall", estimate.recall());
        return json.put("reported", estimate.reported()).put("unsure", estimate.unsure());
    }

    private static void put(ObjectNode json, String name, Optional<Estimate> estimate) {
        estimate.ifPresent(value -> json.putObject(name)
                .put("value", value.value())
                .put("low", value.low())
                .put("high", value.high())
                .put("labels", value.labels()));
    }

    private void review(Context context) {
        List<Decision> waiting = quality.queue(MAX_IMAGES);
        ObjectNode json = JsonAnswer.object()
                .put("waiting", quality.report().map(QualityReport::waiting).orElse(waiting.size()));
        ArrayNode images = json.putArray("images");
        for (Decision image : waiting) {
            ObjectNode one = images.addObject()
                    .put("image", image.image().text())
                    .put("timestamp", image.timestampMillis())
                    .put("source", image.source())
                    .put("anomalous", image.anomalous())
                    .put("pValue", image.pValue())
                    .put("alpha", image.alpha())
                    .put("score", image.score());
            image.review()
                    .ifPresent(review -> one.put("why", review.why().label()).put("rate", review.rate()));
        }
        JsonAnswer.send(context, json);
    }
}
