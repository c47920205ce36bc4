package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.Term;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The input and outputs of a graph by name, and how they are read. The names are the contract with {@code model/}. */
final class Outputs {
    static final String INPUT = "image"; // uint8 or, of a depth of 16, int16 [N, C, H, W]
    /** float32 [N] each; the features are float32 [N, F]. */
    static final Set<String> TERMS =
            inOrder(Arrays.stream(Term.values()).map(Term::label).toList());

    private Outputs() {}

    /** The terms and the {@link Details} of a graph of this form. */
    static Set<String> all(ElboForm form) {
        List<String> names = new ArrayList<>(TERMS);
        names.addAll(Details.of(form).shapes().keySet());
        return inOrder(names);
    }

    /** The terms of a batch, in order. @param features F, their number */
    static List<ElboTerms> terms(OrtSession.Result result, int images, int features) throws OrtException {
        float[] nlls = term(result, Term.RECONSTRUCTION_NLL, images);
        float[] floors = term(result, Term.FLOOR, images);
        float[] kls = term(result, Term.KL, images);
        float[] locals = term(result, Term.LOCAL, images);
        float[] rows = array(buffer(result, Term.FEATURES.label(), images, features)); // [N, F]
        List<ElboTerms> scored = new ArrayList<>(images);
        for (int i = 0; i < images; i++) {
            scored.add(new ElboTerms(nlls[i], floors[i], kls[i], locals[i], Features.of(rows, i * features, features)));
        }
        return scored;
    }

    private static float[] term(OrtSession.Result result, Term term, int images) throws OrtException {
        float[] values = (float[]) value(result, term.label()).getValue(); // [N]
        requireRows(term.label(), values.length, images);
        return values;
    }

    /** An output [N, …] as N arrays of {@code size} values. */
    static List<float[]> rows(OrtSession.Result result, String output, int images, int size) {
        FloatBuffer values = buffer(result, output, images, size);
        List<float[]> rows = new ArrayList<>(images);
        for (int i = 0; i < images; i++) {
            float[] row = new float[size];
            values.get(row);
            rows.add(row);
        }
        return rows;
    }

    /** An output without a batch dimension. */
    static float[] constant(OrtSession.Result result, String output, int size) {
        return rows(result, output, 1, size).get(0);
    }

    private static FloatBuffer buffer(OrtSession.Result result, String output, int images, int size) {
        FloatBuffer values = ((OnnxTensor) value(result, output)).getFloatBuffer();
        requireRows(output, values.remaining() / size, images);
        return values;
    }

    /** The values of a buffer, without a copy where they are on the heap. */
    private static float[] array(FloatBuffer values) {
        if (values.hasArray() && values.arrayOffset() == 0) {
            return values.array();
        }
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return copy;
    }

    private static OnnxValue value(OrtSession.Result result, String output) {
        return result.get(output).orElseThrow(() -> new ModelException("there is no output '" + output + "'"));
    }

    private static void requireRows(String output, int rows, int images) {
        if (rows != images) {
            throw new ModelException("output '" + output + "' has " + rows + " rows for " + images);
        }
    }

    private static Set<String> inOrder(List<String> names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }
}
