package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.core.verdict.VerdictSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads and writes records of the settings topic: those of the verdict, schema 1 (docs/schema/settings.schema.json), and
 * those of routes and bundles, schema 2 (docs/schema/models.schema.json). Reading throws nothing, whatever the bytes, and
 * a refusal quotes a few characters of them at most. It refuses unknown fields: otherwise a user would believe in a
 * setting that has no effect.
 */
public final class SettingsJson {
    /** The key of the settings of the verdict. */
    public static final String KEY = "verdict";

    /** The key of routes and bundles. */
    public static final String MODELS_KEY = "models";

    /** Characters of the name of who publishes. */
    public static final int MAX_BY = 200;

    static final int SCHEMA = 1;
    static final int MAX_BYTES = 4096;
    /** A thousand bundles with hashes, twice, fit; so does the record into a topic with Kafka's default limit. */
    static final int MAX_MODELS_BYTES = 900_000;

    private static final List<String> FIELDS = List.of("schema", "alpha", "decide", "by");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private SettingsJson() {}

    /** The value of a record with these settings. */
    public static byte[] write(VerdictSettings settings) {
        return write(settings, Optional.empty());
    }

    /** The same with the name of who publishes them. @param by at most {@value #MAX_BY} characters */
    public static byte[] write(VerdictSettings settings, Optional<String> by) {
        ObjectNode json = JSON.createObjectNode().put("schema", SCHEMA);
        settings.alpha().ifPresent(alpha -> json.put("alpha", alpha));
        settings.decider().ifPresent(decider -> json.put("decide", decider.label()));
        by.ifPresent(name -> json.put("by", name));
        return bytes(json);
    }

    /** The value of a record with this plan. */
    public static byte[] write(PlanRecord plan) {
        return bytes(PlanJson.write(plan));
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Whether a record is of routes and bundles. @param key may be null */
    public static boolean isOfModels(byte[] key) {
        return Arrays.equals(key, MODELS_KEY.getBytes(UTF_8));
    }

    /** Reads a record; key and value may be null. */
    public static SettingsRecord read(byte[] key, byte[] value) {
        boolean models = isOfModels(key);
        if (!models && !Arrays.equals(key, KEY.getBytes(UTF_8))) {
            return refused(Reason.UNKNOWN_KEY, key == null ? "no key" : "key " + Quoted.of(new String(key, UTF_8)));
        }
        if (value == null) {
            return models ? new SettingsRecord.PlanWithdrawal() : new SettingsRecord.Withdrawal();
        }
        int max = models ? MAX_MODELS_BYTES : MAX_BYTES;
        if (value.length > max) {
            return refused(Reason.MALFORMED, value.length + " bytes, at most " + max + " are taken");
        }
        try {
            JsonNode json = JSON.readTree(value);
            return models ? readPlan(json) : read(json);
        } catch (JsonProcessingException e) {
            return refused(Reason.MALFORMED, "no JSON" + place(e.getLocation()));
        } catch (IOException e) { // not UTF-8
            return refused(Reason.MALFORMED, "no JSON in UTF-8");
        }
    }

    /** The place of the error, without the parser's message: it would quote the input. */
    private static String place(JsonLocation at) {
        return at == null ? "" : " from column " + at.getColumnNr() + " of line " + at.getLineNr() + " on";
    }

    private static SettingsRecord readPlan(JsonNode json) {
        Optional<SettingsRecord> misfit = misfit(json, PlanJson.SCHEMA);
        if (misfit.isPresent()) {
            return misfit.get();
        }
        PlanJson.Read read = PlanJson.read(json);
        return read.plan()
                .<SettingsRecord>map(SettingsRecord.Plan::new)
                .orElseGet(() -> new SettingsRecord.Refused(new SettingsRefusal(Reason.PLAN, read.problems())));
    }

    private static Optional<SettingsRecord> misfit(JsonNode json, int understood) {
        if (!json.isObject()) {
            return Optional.of(
                    refused(Reason.MALFORMED, json.isMissingNode() ? "an empty value" : "JSON, but no object"));
        }
        JsonNode schema = json.path("schema");
        if (!schema.isNumber() || schema.doubleValue() != understood) {
            return Optional.of(refused(
                    Reason.SCHEMA,
                    (schema.isMissingNode() ? "no schema" : "schema " + Quoted.of(schema)) + ", understood is "
                            + understood));
        }
        return Optional.empty();
    }

    private static SettingsRecord read(JsonNode json) {
        Optional<SettingsRecord> misfit = misfit(json, SCHEMA);
        if (misfit.isPresent()) {
            return misfit.get();
        }
        for (var field : json.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                return refused(Reason.UNKNOWN_FIELD, "field " + Quoted.of(field.getKey()));
            }
        }
        JsonNode alpha = json.path("alpha");
        if (!alpha.isMissingNode() && !(alpha.isNumber() && alpha.doubleValue() > 0 && alpha.doubleValue() < 1)) {
            return refused(Reason.ALPHA, "alpha " + Quoted.of(alpha));
        }
        JsonNode decide = json.path("decide");
        Optional<Decider> decider = decider(decide);
        if (!decide.isMissingNode() && decider.isEmpty()) {
            return refused(
                    Reason.DECIDER,
                    "decide " + Quoted.of(decide) + "; there are " + String.join(", ", Labelled.labels(Decider.class)));
        }
        JsonNode by = json.path("by");
        if (!by.isMissingNode() && !(by.isTextual() && by.textValue().length() <= MAX_BY)) {
            return refused(Reason.MALFORMED, "by must be a text of at most " + MAX_BY + " characters");
        }
        return new SettingsRecord.Change(
                new VerdictSettings(
                        alpha.isMissingNode() ? OptionalDouble.empty() : OptionalDouble.of(alpha.doubleValue()),
                        decider),
                Optional.ofNullable(by.textValue()));
    }

    /** Case-sensitive, as in the schema; a flag on the command line ignores case. */
    private static Optional<Decider> decider(JsonNode json) {
        return json.isTextual() ? Labelled.find(Decider.class, json.textValue()) : Optional.empty();
    }

    private static SettingsRecord refused(Reason reason, String detail) {
        return new SettingsRecord.Refused(new SettingsRefusal(reason, detail));
    }
}
