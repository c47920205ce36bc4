package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.CalibrationStamp;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static io.elbowatch.stream.wire.JsonBytes.constant;

/**
 * The parts of a score that follow its image, as bytes: bundle, model, terms, p-values and verdict. Byte for byte what
 * {@link ScoreFields} writes with Jackson, in a third of the time: what is the same for all images of a model is
 * encoded once. Used by one thread.
 */
final class ScoreParts {
    private static final List<TermField> TERMS = TermField.ALL;
    private static final List<Decider> DECIDERS = List.of(Decider.values());

    private static final byte[][] TERM_NAMES =
            names(TERMS.stream().map(TermField::name).toList());
    private static final byte[][] DECIDER_NAMES =
            names(DECIDERS.stream().map(Decider::label).toList());
    private static final byte[] P_VALUES = constant("},\"pValues\":{");
    private static final byte[] ANOMALOUS = constant("},\"verdict\":{\"anomalous\":true,\"score\":");
    private static final byte[] NORMAL = constant("},\"verdict\":{\"anomalous\":false,\"score\":");
    private static final byte[] P_VALUE = constant(",\"pValue\":");
    private static final byte[] ALPHA = constant(",\"alpha\":");
    private static final byte[] EXTRAPOLATED = constant(",\"extrapolated\":true");
    private static final byte[] CALIBRATION = constant(",\"calibration\":{");
    private static final byte[] GROUP = constant("\"group\":");
    private static final byte[] COMMA = constant(",");
    private static final byte[] IMAGES = constant("\"images\":");
    private static final byte[] SETTINGS_OFFSET = constant("},\"settingsOffset\":");
    private static final byte[] END = constant("}");

    private static final byte[][] DECIDER_TEXTS =
            DECIDERS.stream().map(decider -> JsonBytes.quoted(decider.label())).toArray(byte[][]::new);

    private final ModelStamp by;
    private final Map<String, byte[]> heads = new HashMap<>(); // by provider; few
    private double alpha = Double.NaN; // of the image before
    private byte[] alphaDigits;

    ScoreParts(ModelStamp by) {
        this.by = by;
    }

    /** {@code ,"name":} of each; the first without a comma. */
    private static byte[][] names(List<String> names) {
        byte[][] encoded = new byte[names.size()][];
        Arrays.setAll(encoded, i -> constant((i == 0 ? "" : ",") + '"' + names.get(i) + "\":"));
        return encoded;
    }

    /** Writes the parts into an object that has its image. */
    void write(JsonBytes json, ElboTerms terms, String provider, Verdict verdict, OptionalLong settingsOffset) {
        json.put(heads.computeIfAbsent(provider, this::head));
        for (int i = 0; i < TERM_NAMES.length; i++) {
            json.put(TERM_NAMES[i]).decimal((float) TERMS.get(i).formula().of(terms, by.beta(), verdict));
        }
        json.put(P_VALUES);
        for (int i = 0; i < DECIDER_NAMES.length; i++) {
            json.put(DECIDER_NAMES[i]).decimal(verdict.pValue(DECIDERS.get(i)));
        }
        json.put(verdict.anomalous() ? ANOMALOUS : NORMAL)
                .put(DECIDER_TEXTS[verdict.decider().ordinal()])
                .put(P_VALUE)
                .decimal(verdict.pValue())
                .put(ALPHA)
                .put(alpha(verdict.alpha()));
        if (verdict.extrapolated()) {
            json.put(EXTRAPOLATED);
        }
        write(json, verdict.calibration());
        if (settingsOffset.isPresent()) {
            json.put(SETTINGS_OFFSET).number(settingsOffset.getAsLong());
        } else {
            json.put(END);
        }
        json.put(END);
    }

    private static void write(JsonBytes json, CalibrationStamp calibration) {
        json.put(CALIBRATION);
        if (calibration.group().isPresent()) {
            json.put(GROUP).text(calibration.group().get()).put(COMMA);
        }
        json.put(IMAGES).number(calibration.images());
    }

    private byte[] alpha(double value) {
        if (value != alpha) {
            alpha = value;
            alphaDigits = JsonBytes.shortest(value);
        }
        return alphaDigits;
    }

    /** From the bundle to the first term. */
    private byte[] head(String provider) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("bundle", by.bundle());
            json.writeObjectFieldStart("model");
            json.writeStringField("name", by.model().name());
            json.writeStringField("version", by.model().version());
            json.writeStringField("sha256", by.model().sha256());
            json.writeStringField("provider", provider);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        String object = text.toString();
        return constant("," + object.substring(1, object.length() - 1) + ",\"terms\":{");
    }
}
