package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.PValueShift;
import io.elbowatch.core.shadow.ShadowCounts;
import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.core.shadow.SourceCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The JSON of a comparison in the state of an instance: what is written can be read again. */
public final class ShadowTallyJson {
    private ShadowTallyJson() {}

    /** The object of a comparison. */
    public static ObjectNode write(ShadowTally tally) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("deciding", side(tally.pair().deciding()));
        json.set("shadow", side(tally.pair().shadow()));
        tally.since().ifPresent(offset -> json.put("since", offset));
        json.put("from", tally.fromMillis());
        put(json, tally.counts());
        json.put("logRatioSum", tally.shift().sum())
                .put("tenfoldLower", tally.shift().tenfoldLower())
                .put("tenfoldHigher", tally.shift().tenfoldHigher())
                .put("leftOut", tally.leftOut())
                .put("failed", tally.failed())
                .put("nanos", tally.nanos());
        ArrayNode sources = json.putArray("sources");
        tally.sources().forEach(one -> put(sources.addObject().put("source", one.source()), one.counts()));
        return json;
    }

    /** Reads what {@link #write} wrote. @throws IllegalArgumentException for anything else */
    public static ShadowTally read(JsonNode json) {
        List<SourceCounts> sources = new ArrayList<>();
        json.required("sources")
                .forEach(one ->
                        sources.add(new SourceCounts(one.required("source").asText(), counts(one))));
        return new ShadowTally(
                new ShadowPair(side(json.required("deciding")), side(json.required("shadow"))),
                json.has("since") ? OptionalLong.of(json.get("since").asLong()) : OptionalLong.empty(),
                json.required("from").asLong(),
                counts(json),
                new PValueShift(
                        json.required("logRatioSum").asDouble(),
                        json.required("tenfoldLower").asLong(),
                        json.required("tenfoldHigher").asLong()),
                json.required("leftOut").asLong(),
                json.required("failed").asLong(),
                json.required("nanos").asLong(),
                sources);
    }

    private static void put(ObjectNode json, ShadowCounts counts) {
        json.put("images", counts.images())
                .put("anomalous", counts.anomalous())
                .put("toAnomalous", counts.toAnomalous())
                .put("toNormal", counts.toNormal());
    }

    private static ShadowCounts counts(JsonNode json) {
        return new ShadowCounts(
                json.required("images").asLong(),
                json.required("anomalous").asLong(),
                json.required("toAnomalous").asLong(),
                json.required("toNormal").asLong());
    }

    private static ObjectNode side(ComparedBundle side) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("bundle", side.bundle())
                .put("model", side.model())
                .put("version", side.version())
                .put("sha256", side.sha256())
                .put("calibration", side.calibration())
                .put("score", side.decider())
                .put("alpha", side.alpha());
    }

    private static ComparedBundle side(JsonNode json) {
        return new ComparedBundle(
                json.required("bundle").asText(),
                json.required("model").asText(),
                json.required("version").asText(),
                json.required("sha256").asText(),
                json.required("calibration").asText(),
                json.required("score").asText(),
                json.required("alpha").asDouble());
    }
}
