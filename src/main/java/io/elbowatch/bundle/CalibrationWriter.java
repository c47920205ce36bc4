package io.elbowatch.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.elbowatch.core.density.MixtureParameters;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Term;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Tail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes {@code calibration.json}, schema 1, as {@code model/calibrate.py} does: the same fields in the same order,
 * scores and mixture with nine digits. So a calibration of either tool can replace one of the other.
 */
final class CalibrationWriter {
    private static final MathContext NINE_DIGITS = new MathContext(9, RoundingMode.HALF_EVEN);

    private static final List<String> LEVELS =
            List.of("0.001", "0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99", "0.999");

    /** Python names a source without the suffix for the file format. */
    private static final String IDX_SUFFIX = "(-idx3-ubyte|\\.idx)?(\\.gz)?$";

    private CalibrationWriter() {}

    /** The content of the file, UTF-8. @param alpha the false-alarm rate to use when none is set */
    static byte[] json(Manifest manifest, CalibrationSet set, double alpha) {
        return json(manifest, set, alpha, Map.of());
    }

    /** With tails, unless there are none. */
    static byte[] json(Manifest manifest, CalibrationSet set, double alpha, Map<Score, Tail> tails) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out).setPrettyPrinter(printer())) {
            json.writeStartObject();
            json.writeNumberField("schema", 1);
            json.writeObjectFieldStart("model");
            json.writeStringField("name", manifest.name());
            json.writeStringField("version", manifest.version());
            json.writeStringField("sha256", manifest.model().sha256());
            json.writeEndObject();
            json.writeNumberField("images", set.size());
            Calibration calibration = set.toCalibration();
            writeGroups(json, set, calibration.groups());
            json.writeNumberField("alpha", alpha);
            writeScores(json, calibration);
            writeTails(json, tails);
            writeMixture(json, set);
            json.writeObjectFieldStart("quantiles");
            writeQuantiles(json, set);
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static void writeGroups(JsonGenerator json, CalibrationSet set, Map<String, Calibration> calibrated)
            throws IOException {
        json.writeArrayFieldStart("groups");
        for (CalibrationSet.Group group : set.groups()) {
            json.writeStartObject();
            json.writeStringField(
                    "name", group.ofSource() ? group.name() : group.name().replaceFirst(IDX_SUFFIX, ""));
            json.writeNumberField("images", group.images());
            if (group.ofSource() && calibrated.containsKey(group.name())) {
                writeScores(json, calibrated.get(group.name()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeScores(JsonGenerator json, Calibration calibration) throws IOException {
        json.writeObjectFieldStart("scores");
        for (Score score : Score.values()) {
            writeRow(json, score.label(), calibration.sample(score).ascending());
        }
        writeRow(json, Decider.DEFAULT.label(), calibration.joinedSample().ascending());
        json.writeEndObject();
    }

    private static void writeQuantiles(JsonGenerator json, CalibrationSet set) throws IOException {
        for (Term term : Term.values()) {
            if (term != Term.FEATURES) {
                writeQuantiles(json, term.label(), set, terms -> term.of(terms)[0]);
            }
        }
        writeQuantiles(json, "elbo_loss", set, terms -> terms.elboLoss(set.beta()));
        writeQuantiles(json, "reconstruction_error", set, ElboTerms::reconstructionError);
    }

    private static void writeQuantiles(
            JsonGenerator json, String name, CalibrationSet set, ToDoubleFunction<ElboTerms> term) throws IOException {
        Sample sample = Sample.of(set.of(term));
        json.writeObjectFieldStart(name);
        for (String level : LEVELS) {
            json.writeNumberField(level, sample.quantile(Double.parseDouble(level)));
        }
        json.writeEndObject();
    }

    private static void writeTails(JsonGenerator json, Map<Score, Tail> tails) throws IOException {
        if (tails.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("tails");
        for (Map.Entry<Score, Tail> tail : tails.entrySet()) {
            json.writeObjectFieldStart(tail.getKey().label());
            json.writeNumberField("threshold", tail.getValue().threshold());
            json.writeNumberField("excesses", tail.getValue().excesses());
            json.writeNumberField("shape", tail.getValue().shape());
            json.writeNumberField("scale", tail.getValue().scale());
            json.writeNumberField("fit", tail.getValue().fit());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeMixture(JsonGenerator json, CalibrationSet set) throws IOException {
        MixtureParameters mixture = set.mixture().parameters();
        json.writeObjectFieldStart("mixture");
        json.writeNumberField("fitted", set.size());
        writeRow(json, "centre", mixture.centre());
        writeRow(json, "scale", mixture.scale());
        writeRow(json, "weights", mixture.weights());
        writeRows(json, "means", mixture.means());
        writeRows(json, "covariances", mixture.covariances());
        json.writeEndObject();
    }

    private static void writeRow(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(row(values));
    }

    private static void writeRows(JsonGenerator json, String name, double[][] rows) throws IOException {
        json.writeArrayFieldStart(name);
        for (double[] row : rows) {
            json.writeRawValue(row(row));
        }
        json.writeEndArray();
    }

    private static String row(double[] values) {
        return Arrays.stream(values)
                .mapToObj(CalibrationWriter::nineDigits)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** A finite number as C and Python print it with %.9g: nine significant digits without trailing zeros. */
    static String nineDigits(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(NINE_DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < NINE_DIGITS.getPrecision()) {
            return rounded.toPlainString();
        }
        String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return String.format(Locale.ROOT, "%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        return printer;
    }

    /** Checks a content as loading a bundle does. */
    static void check(byte[] content) {
        try {
            BundleFolder.JSON.readValue(content, CalibrationFile.class).toCalibration();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "wrote a calibration that does not load: " + new String(content, 0, 200, UTF_8), e);
        }
    }
}
