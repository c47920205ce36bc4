package io.elbowatch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.replay.Flip;
import io.elbowatch.core.replay.LabelledQuality;
import io.elbowatch.core.replay.LabelledReplay;
import io.elbowatch.core.replay.ScoreShift;
import io.elbowatch.core.replay.SourceReplay;
import io.elbowatch.core.statistics.Proportion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A replay for scripts: one JSON object, schema 1. Fields are added only. */
public final class ReplayJson {
    private ReplayJson() {}

    /** @param failed the conditions of {@code --fail-if} that hold */
    public static String of(ReplaySummary summary, List<String> failed) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("schema", 1);
            json.writeStringField("topic", summary.topic());
            writeModel(json, summary);
            writeCounts(json, "rejected", summary.rejected());
            writeBefore(json, summary);
            json.writeObjectFieldStart("all");
            writeSource(json, summary.replay().all());
            json.writeEndObject();
            json.writeArrayFieldStart("sources");
            for (SourceReplay source : summary.replay().sources()) {
                json.writeStartObject();
                json.writeStringField("source", source.source());
                writeSource(json, source);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (summary.replay().labelled().isPresent()) {
                writeLabelled(json, summary.replay().labelled().get());
            }
            writeFlips(json, summary.replay().flips());
            writeShifts(json, summary.replay().shifts());
            writeCost(json, "cost", summary.cost());
            writeTexts(json, "gaps", summary.gaps());
            writeTexts(json, "failed", failed);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void writeModel(JsonGenerator json, ReplaySummary summary) throws IOException {
        ModelIdentity model = summary.model();
        json.writeObjectFieldStart("model");
        json.writeStringField("name", model.name());
        json.writeStringField("version", model.version());
        json.writeStringField("sha256", model.sha256());
        json.writeStringField("provider", model.provider());
        json.writeNumberField("alpha", summary.alpha());
        json.writeStringField("score", summary.decider());
        json.writeEndObject();
    }

    private static void writeBefore(JsonGenerator json, ReplaySummary summary) throws IOException {
        ReplaySummary.Before before = summary.before();
        json.writeObjectFieldStart("before");
        if (before.topic().isPresent()) {
            json.writeStringField("topic", before.topic().get());
        }
        writeCounts(json, "models", before.models());
        json.writeNumberField("unreadable", before.unreadable());
        json.writeNumberField("repeated", before.repeated());
        json.writeNumberField("foreign", before.foreign());
        json.writeBooleanField("comparable", before.comparable());
        if (before.cost().isPresent()) {
            writeCost(json, "cost", before.cost().get());
        }
        json.writeEndObject();
    }

    private static void writeSource(JsonGenerator json, SourceReplay source) throws IOException {
        json.writeNumberField("images", source.images());
        json.writeNumberField("compared", source.compared());
        writeShare(json, "reported", source.share());
        writeShare(json, "reportedOfCompared", source.shareOfCompared());
        writeShare(json, "reportedBefore", source.shareBefore());
        json.writeNumberField("newlyReported", source.newly());
        json.writeNumberField("noLongerReported", source.noLonger());
    }

    private static void writeShare(JsonGenerator json, String name, Optional<Proportion> share) throws IOException {
        if (share.isEmpty()) {
            return;
        }
        Proportion known = share.get();
        json.writeObjectFieldStart(name);
        json.writeNumberField("images", known.hits());
        json.writeNumberField("share", known.share());
        json.writeNumberField("low95", known.interval95().low());
        json.writeNumberField("high95", known.interval95().high());
        json.writeEndObject();
    }

    private static void writeLabelled(JsonGenerator json, LabelledReplay labelled) throws IOException {
        json.writeObjectFieldStart("labelled");
        json.writeNumberField("labels", labelled.labels());
        writeQuality(json, "before", labelled.before());
        writeQuality(json, "now", labelled.now());
        json.writeEndObject();
    }

    private static void writeQuality(JsonGenerator json, String name, LabelledQuality quality) throws IOException {
        json.writeObjectFieldStart(name);
        writeShare(json, "precision", quality.precision());
        writeShare(json, "recall", quality.recall());
        writeShare(json, "falseAlarmRate", quality.falseAlarmRate());
        json.writeEndObject();
    }

    private static void writeShare(JsonGenerator json, String name, LabelledQuality.Share share) throws IOException {
        json.writeObjectFieldStart(name);
        if (share.value().isPresent()) {
            json.writeNumberField("value", share.value().getAsDouble());
        }
        json.writeNumberField("low", share.low());
        json.writeNumberField("high", share.high());
        json.writeNumberField("labels", share.labels());
        json.writeEndObject();
    }

    private static void writeFlips(JsonGenerator json, List<Flip> flips) throws IOException {
        json.writeArrayFieldStart("flips");
        for (Flip flip : flips) {
            json.writeStartObject();
            json.writeNumberField("partition", flip.partition());
            json.writeNumberField("offset", flip.offset());
            json.writeNumberField("timestamp", flip.timestampMillis());
            json.writeStringField("source", flip.source());
            json.writeBooleanField("reported", flip.newly());
            json.writeNumberField("pBefore", flip.pBefore());
            json.writeNumberField("pNow", flip.pNow());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeShifts(JsonGenerator json, List<ScoreShift> shifts) throws IOException {
        json.writeArrayFieldStart("shifts");
        for (ScoreShift shift : shifts) {
            json.writeStartObject();
            json.writeStringField("of", shift.name());
            json.writeNumberField("distance", shift.distance());
            json.writeNumberField("critical", shift.critical());
            json.writeNumberField("medianBefore", shift.medianBefore());
            json.writeNumberField("medianNow", shift.medianNow());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeCost(JsonGenerator json, String name, ReplaySummary.Cost cost) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("images", cost.images());
        json.writeNumberField("seconds", cost.seconds());
        json.writeNumberField("threads", cost.threads());
        json.writeNumberField("imagesPerSecond", cost.imagesPerSecond());
        json.writeNumberField("millisAnImage", cost.millisAnImage());
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
